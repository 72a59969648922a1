/** Seqera Platforms whose users this service accepts. */
@NullMarked
package io.wave.api.platform;

import org.jspecify.annotations.NullMarked;
