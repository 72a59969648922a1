/** Gives out logins and keeps them until they end. */
@NullMarked
package io.wave.cloud.login;

import org.jspecify.annotations.NullMarked;
