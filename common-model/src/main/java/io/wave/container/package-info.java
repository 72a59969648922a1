/** What a client asks for: container configuration, layers, the request a token stands for, content-derived ids. */
@NullMarked
package io.wave.container;

import org.jspecify.annotations.NullMarked;
