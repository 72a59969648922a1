/** Logins of Platform users, which are refreshed while something needs them. */
@NullMarked
package io.wave.api.platform.login;

import org.jspecify.annotations.NullMarked;
