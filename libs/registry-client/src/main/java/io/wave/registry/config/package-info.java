/** Settings of registries: credentials, endpoints and the limits of the client. */
@NullMarked
package io.wave.registry.config;

import org.jspecify.annotations.NullMarked;
