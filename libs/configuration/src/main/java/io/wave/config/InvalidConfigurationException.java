package io.wave.config;

/** The configuration cannot be used. The message is for the operator: it names the file or key and what to do. */
public final class InvalidConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    public InvalidConfigurationException(String message, String action) {
        super(message);
        this.action = action;
    }

    /** What would make it right. */
    public String action() {
        return action;
    }
}
