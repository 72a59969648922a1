package io.wave.standalone;

import io.wave.config.InvalidConfigurationException;
import io.wave.config.KnownKeys;
import io.wave.config.WaveConfigFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of the operator in the order of precedence that the services use: command line ({@code --key=value}),
 * environment ({@code WAVE_SERVER_PORT} for {@code wave.server.port}), configuration file.
 */
final class Settings {

    private static final int DEFAULT_PORT = 9090;
    private static final String LOOPBACK = "127.0.0.1";

    private final List<String> arguments;
    private final Map<String, String> environment;
    private final Map<String, String> file;

    private Settings(List<String> arguments, Map<String, String> environment, Map<String, String> file) {
        this.arguments = arguments;
        this.environment = environment;
        this.file = file;
    }

    /**
     * Reads the configuration file too, if one is named.
     *
     * @throws InvalidConfigurationException if it cannot be read
     */
    static Settings of(List<String> arguments, Map<String, String> environment) {
        String file = environment.getOrDefault(WaveConfigFile.VARIABLE, "").strip();
        return new Settings(
                arguments, environment, file.isEmpty() ? Map.of() : new WaveConfigFile(Path.of(file)).read());
    }

    /** Empty if not set. */
    Optional<String> value(String key) {
        String argument = "--" + key + "=";
        return arguments.stream()
                .filter(text -> text.startsWith(argument))
                .map(text -> text.substring(argument.length()))
                .findFirst()
                .or(() -> Optional.ofNullable(environment.get(variable(key))))
                .or(() -> Optional.ofNullable(file.get(key)))
                .filter(value -> !value.isBlank());
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", "");
    }

    /** The arguments that every service receives. */
    List<String> arguments() {
        return arguments;
    }

    /**
     * Lines about keys that do not exist.
     *
     * @throws InvalidConfigurationException if one is in a group that restricts access
     */
    List<String> warnings() {
        Stream<String> given = arguments.stream()
                .filter(text -> text.startsWith("--"))
                .map(text -> text.substring(2).split("=", 2)[0]);
        return KnownKeys.warnings(Stream.concat(file.keySet().stream(), given));
    }

    Path dataFolder() {
        return value("wave.data.dir").map(Path::of).orElseGet(() -> Path.of(home(), ".wave"));
    }

    private String home() {
        return Objects.requireNonNullElse(environment.get("HOME"), ".");
    }

    int port() {
        return value("wave.server.port").map(Settings::parsePort).orElse(DEFAULT_PORT);
    }

    private static int parsePort(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 1 << Character.SIZE) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Same message as for a number out of range.
        }
        throw new InvalidConfigurationException(
                "wave.server.port: invalid port '%s'".formatted(text),
                "Set WAVE_SERVER_PORT to a number from 1 to 65535.");
    }

    String address() {
        return value("wave.server.address").or(() -> value("server.address")).orElse(LOOPBACK);
    }

    /** Whether only the loopback interface is used. */
    boolean isLocal() {
        return switch (address()) {
            case LOOPBACK, "::1", "localhost" -> true;
            default -> false;
        };
    }

    /** The URL in image names. */
    String url() {
        return value("wave.server.url").orElseGet(() -> "http://localhost:" + port());
    }

    /** The defaults whose keys are not set. */
    Map<String, String> unlessSet(Map<String, String> defaults) {
        Map<String, String> missing = new LinkedHashMap<>(defaults);
        missing.keySet().removeIf(key -> value(key).isPresent());
        return missing;
    }
}
