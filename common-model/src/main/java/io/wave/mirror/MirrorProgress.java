package io.wave.mirror;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * How far the copy of an image has come, as the worker stores it in the object store while it runs. Configurations count as
 * layers.
 *
 * @param layers number of layers of the image, on all platforms together
 * @param layersDone how many of them the target has
 * @param bytes size of all layers
 * @param bytesDone bytes that the target has, or that have been sent
 * @param bytesPerSecond rate of the copy at present; 0 if it is not known, or nothing is copied. Responses do not contain a 0
 */
public record MirrorProgress(int layers, int layersDone, long bytes, long bytesDone, long bytesPerSecond) {

    private static final int WHOLE = 100;

    /** The same when nothing is copied any more. */
    public MirrorProgress ended() {
        return new MirrorProgress(layers, layersDone, bytes, bytesDone, 0);
    }

    /** The share of the bytes that is done. */
    @JsonIgnore
    public int percent() {
        return bytes == 0 ? WHOLE : (int) Math.clamp(WHOLE * (double) bytesDone / bytes, 0, WHOLE);
    }
}
