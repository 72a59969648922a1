@NullMarked
package io.wave.builder.condalock;

import org.jspecify.annotations.NullMarked;
