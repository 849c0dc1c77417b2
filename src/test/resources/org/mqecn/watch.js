// SPDX-License-Identifier: Apache-2.0
// Records errors from the first line of the page on.
const errors = [];
addEventListener('error', event => errors.push(event.message), true);
addEventListener('unhandledrejection', event => errors.push(String(event.reason)));
addEventListener('securitypolicyviolation', event => errors.push(event.violatedDirective + ' ' + event.blockedURI));
