package io.wave.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/**
 * Why a service did not start, in words for its operator: for an invalid value, its key first. Values that may be secret are left
 * out.
 */
public final class StartFailure {

    private static final Pattern NAMES_KEY = Pattern.compile("(?s)(?:wave|rate-limit|spring|server)\\.\\S+:? .*");

    private static final Pattern NAMES_FIELD = Pattern.compile("(?s)[a-z][a-z0-9-]*: .*");

    private StartFailure() {}

    /** The text for a failure. */
    public static String describe(Throwable failure) {
        return causes(failure, InvalidConfigurationException.class)
                .map(invalid -> invalid.getMessage() + "\n" + invalid.action())
                .or(() -> causes(failure, BindException.class).map(StartFailure::invalidValue))
                .orElseGet(() -> message(root(failure)));
    }

    /** The innermost of a type. */
    private static <T extends Throwable> Optional<T> causes(Throwable failure, Class<T> type) {
        return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .reduce((_, inner) -> inner);
    }

    /** Of the key, or of the key that the reason names itself. */
    static String invalidValue(BindException failure) {
        Optional<BindValidationException> constraints = causes(failure, BindValidationException.class);
        if (constraints.isPresent()) {
            return constraints.get().getValidationErrors().getAllErrors().stream()
                    .map(error -> violation(failure.getName().toString(), error))
                    .collect(Collectors.joining("\n"));
        }
        String reason = expected(failure).orElseGet(() -> message(root(failure)));
        if (NAMES_KEY.matcher(reason).matches()) {
            return reason;
        }
        return "%s%s%s".formatted(failure.getName(), NAMES_FIELD.matcher(reason).matches() ? "." : ": ", reason);
    }

    private static String violation(String prefix, ObjectError error) {
        String key = error instanceof FieldError field ? prefix + "." + kebab(field.getField()) : prefix;
        return "%s: %s".formatted(key, error.getDefaultMessage());
    }

    private static String kebab(String field) {
        return field.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /** For types whose values are not secret, and whose own messages do not say what is expected. */
    private static Optional<String> expected(BindException failure) {
        @Nullable Class<?> type = failure.getTarget().getType().resolve();
        return Optional.ofNullable(type)
                .flatMap(StartFailure::form)
                .flatMap(form -> value(failure).map(value -> "invalid value '%s': expected %s".formatted(value, form)));
    }

    private static Optional<String> form(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return Optional.of("true or false");
        }
        if (type == Duration.class) {
            return Optional.of("a number with a unit, such as 30s, 15m or 1h");
        }
        if (type == DataSize.class) {
            return Optional.of("a number with a unit, such as 512MB");
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return Optional.of("a whole number");
        }
        if (type.isEnum()) {
            List<String> names = Arrays.stream(type.getEnumConstants())
                    .map(constant -> kebab(constant.toString()).replace('_', '-'))
                    .toList();
            return Optional.of("one of " + String.join(", ", names));
        }
        return Optional.empty();
    }

    private static Optional<Object> value(BindException failure) {
        return Optional.ofNullable(failure.getProperty())
                .filter(property -> property.getName().equals(failure.getName()))
                .map(property -> property.getValue());
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
