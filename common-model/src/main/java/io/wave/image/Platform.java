package io.wave.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * An operating system and CPU architecture in normalized form: {@code linux/amd64}, {@code linux/arm64}, {@code
 * linux/arm/v7}. Corresponds to {@code platform} in an OCI image index.
 *
 * @param os operating system, lower case
 * @param architecture architecture, as named by Go
 * @param variant CPU variant; absent for the default of the architecture
 */
public record Platform(
        String os, String architecture, @Nullable String variant) {

    /** The default platform of requests. */
    public static final Platform LINUX_AMD64 = new Platform("linux", "amd64", null);

    /** Normalizes aliases and default variants. */
    public Platform {
        architecture = normalArchitecture(architecture);
        variant = normalVariant(architecture, variant);
    }

    /**
     * Parses {@code [os/]arch[/variant]} as sent by clients; accepts only the architectures of the API.
     *
     * @throws IllegalArgumentException if it is empty, has more than three parts or an unknown architecture
     */
    @JsonCreator
    public static Platform parse(String text) {
        String[] parts = text.strip().split("/", -1);
        Platform platform = switch (parts.length) {
            case 1 -> new Platform("linux", parts[0], null);
            case 2 -> new Platform(osOrDefault(parts[0]), parts[1], null);
            case 3 -> new Platform(osOrDefault(parts[0]), parts[1], parts[2]);
            default ->
                throw new IllegalArgumentException(
                        "'%s' must have the form [os/]architecture[/variant]".formatted(text));
        };
        return switch (platform.architecture) {
            case "amd64", "arm64", "arm" -> platform;
            default ->
                throw new IllegalArgumentException(
                        "'%s' has an unsupported architecture: use amd64, arm64 or arm".formatted(text));
        };
    }

    private static String osOrDefault(String os) {
        return os.isEmpty() ? "linux" : os;
    }

    private static String normalArchitecture(String architecture) {
        return switch (architecture) {
            case "x86_64", "x86-64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> architecture;
        };
    }

    private static @Nullable String normalVariant(String architecture, @Nullable String variant) {
        if (variant == null || variant.isEmpty()) {
            return architecture.equals("arm") ? "v7" : null;
        }
        return switch (architecture) {
            case "arm64" -> variant.equals("8") || variant.equals("v8") ? null : variant;
            case "arm" -> variant.matches("[5-8]") ? "v" + variant : variant;
            default -> variant;
        };
    }

    /** Whether an image for {@code other} runs on this platform: the normalized forms are equal. */
    public boolean matches(Platform other) {
        return equals(other);
    }

    @JsonValue
    @Override
    public String toString() {
        return os + "/" + architecture + (variant == null ? "" : "/" + variant);
    }
}
