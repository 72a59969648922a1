/** Documentation that is generated from the code, and the check that it is current. */
@NullMarked
package io.wave.standalone.docs;

import org.jspecify.annotations.NullMarked;
