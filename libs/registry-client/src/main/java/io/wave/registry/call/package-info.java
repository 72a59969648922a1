/** Authorized calls to a registry, repeated after temporary failures, with redirects followed. */
@NullMarked
package io.wave.registry.call;

import org.jspecify.annotations.NullMarked;
