/** What skopeo leaves behind: referrers, signatures, attestations and SBOMs of an image. */
@NullMarked
package io.wave.mirroring.attachment;

import org.jspecify.annotations.NullMarked;
