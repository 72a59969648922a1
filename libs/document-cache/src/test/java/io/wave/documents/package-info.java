@NullMarked
package io.wave.documents;

import org.jspecify.annotations.NullMarked;
