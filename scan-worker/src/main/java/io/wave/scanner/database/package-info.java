/** The vulnerability database that the scans of all replicas share. */
@NullMarked
package io.wave.scanner.database;

import org.jspecify.annotations.NullMarked;
