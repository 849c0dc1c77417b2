// SPDX-License-Identifier: Apache-2.0
// Notes what goes wrong, from the first line of the page on.
const errors = [];
addEventListener('error', event => errors.push(event.message), true);
addEventListener('unhandledrejection', event => errors.push(String(event.reason)));
addEventListener('securitypolicyviolation', event => errors.push(event.violatedDirective + ' ' + event.blockedURI));
// A browser without a screen draws no frames, and who waits for the next one waits for ever.
window.requestAnimationFrame = task => setTimeout(() => task(performance.now()), 16);
