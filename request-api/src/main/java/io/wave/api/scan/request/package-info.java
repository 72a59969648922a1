/** Requests for scans: of images, builds and mirrors, by the API and by pages. */
@NullMarked
package io.wave.api.scan.request;

import org.jspecify.annotations.NullMarked;
