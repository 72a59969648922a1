package io.wave.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads the configuration file (YAML) as flat properties.
 *
 * <ul>
 *   <li>Registry hosts and names of accounts and tokens need no quotes or brackets ({@code localhost:5002:}, {@code
 *       quay.io/org}): their keys under {@code wave.registries}, {@code wave.accounts}, {@code wave.tokens.static} and the
 *       {@code credentials} of a token are put in brackets, as Spring's binder requires.
 *   <li>Scalars keep their text: a password {@code 0123} is not parsed as a number.
 *   <li>Errors name the file and, if known, the line.
 * </ul>
 */
public final class WaveConfigFile {

    /** The environment variable or property with the path of the file. */
    public static final String VARIABLE = "WAVE_CONFIG_FILE";

    private final Path path;

    public WaveConfigFile(Path path) {
        this.path = path;
    }

    /**
     * Reads the file.
     *
     * @throws InvalidConfigurationException if the file is missing, unreadable or not valid YAML
     */
    public Map<String, String> read() {
        FlatYaml flat = new FlatYaml();
        try (Reader reader = Files.newBufferedReader(path)) {
            @Nullable Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(reader);
            if (root != null) {
                flat.add(root);
            }
        } catch (NoSuchFileException missing) {
            throw invalid("does not exist");
        } catch (IOException unreadable) {
            throw invalid("cannot be read: " + unreadable.getMessage());
        } catch (MarkedYAMLException malformed) {
            throw invalid(line(malformed.getProblemMark()) + malformed.getProblem());
        } catch (FlatYaml.InvalidNodeException malformed) {
            throw invalid(line(malformed.mark()) + malformed.getMessage());
        } catch (YAMLException malformed) {
            throw invalid("invalid YAML: " + malformed.getMessage());
        }
        return Collections.unmodifiableMap(flat.properties());
    }

    private static String line(@Nullable Mark mark) {
        return mark == null ? "" : "line %d: ".formatted(mark.getLine() + 1);
    }

    private InvalidConfigurationException invalid(String problem) {
        return new InvalidConfigurationException(
                "Configuration file %s: %s".formatted(path, problem),
                "Correct the file, or the path in %s.".formatted(VARIABLE));
    }
}
