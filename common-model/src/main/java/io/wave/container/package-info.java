/** What a client asks for: container configuration, layers, content-derived ids. */
@NullMarked
package io.wave.container;

import org.jspecify.annotations.NullMarked;
