/** Terms of the OCI image and distribution specifications: media types, descriptors, error codes. */
@NullMarked
package io.wave.oci;

import org.jspecify.annotations.NullMarked;
