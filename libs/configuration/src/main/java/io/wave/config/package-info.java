/** Configuration that all services share: the configuration file, the root key and the internal secret. */
@NullMarked
package io.wave.config;

import org.jspecify.annotations.NullMarked;
