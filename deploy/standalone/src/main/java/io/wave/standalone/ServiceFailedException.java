package io.wave.standalone;

import java.util.List;

/** A service could not be started. The message says why, in the words of the service, and names its log. */
final class ServiceFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final String LOG_FILE = "--logging.file.name=";

    private ServiceFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Its classes cannot be loaded. */
    static ServiceFailedException unusable(String service, Throwable cause) {
        return new ServiceFailedException("%s cannot be loaded: %s".formatted(service, cause), cause);
    }

    /**
     * @param loader of the service's classes, which know the exceptions
     * @param arguments of the service
     */
    static ServiceFailedException of(String service, ClassLoader loader, List<String> arguments, Throwable cause) {
        String log = arguments.stream()
                .filter(argument -> argument.startsWith(LOG_FILE))
                .map(argument -> argument.substring(LOG_FILE.length()))
                .findFirst()
                .orElse("the log of " + service);
        return new ServiceFailedException("%s (details: %s)".formatted(describe(loader, cause), log), cause);
    }

    private static String describe(ClassLoader loader, Throwable cause) {
        try {
            Class<?> words = loader.loadClass("io.wave.config.StartFailure");
            return (String) words.getMethod("describe", Throwable.class).invoke(null, cause);
        } catch (ReflectiveOperationException impossible) {
            return cause.toString();
        }
    }
}
