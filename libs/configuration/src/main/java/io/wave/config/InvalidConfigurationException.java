package io.wave.config;

/** The configuration is invalid. The message names the file or key. */
public final class InvalidConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    public InvalidConfigurationException(String message, String action) {
        super(message);
        this.action = action;
    }

    /** What the operator should do. */
    public String action() {
        return action;
    }
}
