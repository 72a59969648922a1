/** The scanner adapter API of Harbor, so that a Harbor registry can use the scan workers. */
@NullMarked
package io.wave.api.scan.harbor;

import org.jspecify.annotations.NullMarked;
