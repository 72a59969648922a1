/** What every service reads and guards alike: the configuration file, the root key, the secret between services. */
@NullMarked
package io.wave.config;

import org.jspecify.annotations.NullMarked;
