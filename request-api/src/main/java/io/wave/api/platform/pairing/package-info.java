/** The connections that Platforms open to this service, and the key pairs that they get. */
@NullMarked
package io.wave.api.platform.pairing;

import org.jspecify.annotations.NullMarked;
