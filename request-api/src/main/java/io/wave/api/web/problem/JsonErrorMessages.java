package io.wave.api.web.problem;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;

/** Describes errors in a JSON body by the field and the rule, without messages of the parser or names of types. */
final class JsonErrorMessages {

    private JsonErrorMessages() {}

    static String describe(JacksonException error) {
        if (exceedsLimits(error)) {
            return field(error) + ": is nested too deeply, or has too many values, or has a too long number or name";
        }
        return switch (error) {
            case InvalidTextException refused
            when refused.isOfList() ->
                path(refused.getPath().subList(0, Math.max(0, refused.getPath().size() - 1))) + ": " + refused.rule();
            case InputCoercionException number -> field(number) + ": must be an integer";
            case StreamReadException syntax -> syntax(syntax);
            case MismatchedInputException mismatch -> field(mismatch) + ": " + rule(mismatch);
            default -> field(error) + ": is invalid";
        };
    }

    private static String syntax(StreamReadException error) {
        return "body: invalid JSON at line %d, column %d"
                .formatted(error.getLocation().getLineNr(), error.getLocation().getColumnNr());
    }

    /** Nested parser exceptions add the members of the body in which the error occurred. */
    private static boolean exceedsLimits(JacksonException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof StreamConstraintsException) {
                return true;
            }
        }
        return false;
    }

    private static String field(JacksonException error) {
        return path(error.getPath());
    }

    private static String path(List<JacksonException.Reference> steps) {
        String path = steps.stream().map(JsonErrorMessages::step).collect(Collectors.joining());
        return path.isEmpty() ? "body" : path.substring(path.startsWith(".") ? 1 : 0);
    }

    private static String step(JacksonException.Reference step) {
        return Optional.ofNullable(step.getPropertyName())
                .map(name -> "." + name)
                .orElseGet(() -> "[" + step.getIndex() + "]");
    }

    private static String rule(MismatchedInputException error) {
        if (error instanceof InvalidTextException refused) {
            return refused.rule();
        }
        if (isInPlaceOfList(error)) {
            return field(error).endsWith(".env") ? "must be a list of NAME=value" : "must be a list";
        }
        Class<?> type = error.getTargetType();
        if (type == null) {
            return "has a wrong type";
        }
        if (type.isEnum()) {
            List<String> names =
                    Arrays.stream(type.getEnumConstants()).map(String::valueOf).toList();
            return "must be one of " + String.join(", ", names);
        }
        if (Number.class.isAssignableFrom(type)) {
            return "must be an integer";
        }
        if (type == Boolean.class) {
            return "must be true or false";
        }
        if (isText(type)) {
            return "must be a string";
        }
        return Collection.class.isAssignableFrom(type) && !Map.class.isAssignableFrom(type)
                ? "must be a list"
                : "must be an object";
    }

    /** Where one element may stand for a list, the parser complains about the element. */
    private static boolean isInPlaceOfList(MismatchedInputException error) {
        if (error.getPath().isEmpty()) {
            return false;
        }
        JacksonException.Reference last = error.getPath().getLast();
        return last.from() instanceof Class<?> type
                && type.isRecord()
                && Arrays.stream(type.getRecordComponents())
                        .anyMatch(part -> part.getName().equals(last.getPropertyName())
                                && Collection.class.isAssignableFrom(part.getType()));
    }

    /** Whether values of the type are strings in JSON, as those of secrets are. */
    private static boolean isText(Class<?> type) {
        return CharSequence.class.isAssignableFrom(type)
                || Arrays.stream(type.getDeclaredConstructors())
                        .anyMatch(constructor -> constructor.isAnnotationPresent(JsonCreator.class)
                                && constructor.getAnnotation(JsonCreator.class).mode() == JsonCreator.Mode.DELEGATING
                                && Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {String.class}));
    }
}
