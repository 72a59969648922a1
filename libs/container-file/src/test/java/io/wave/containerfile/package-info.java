@org.jspecify.annotations.NullMarked
package io.wave.containerfile;
