package io.wave.builder.layer;

/** A layer is not what the request says it is, or cannot be had; the message is for the user. */
public class InvalidLayerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidLayerException(String message) {
        super(message);
    }
}
