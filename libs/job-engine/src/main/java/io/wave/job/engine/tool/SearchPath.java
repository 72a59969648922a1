package io.wave.job.engine.tool;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The directories in which programs are looked up.
 *
 * @param text in the format of {@code PATH}
 */
public record SearchPath(String text) {

    /** Where distributions put runc, and where an ordinary user does not look. */
    private static final String SYSTEM_FOLDERS = ":/usr/local/sbin:/usr/sbin:/sbin";

    /** The search path of this process and of the tools it starts. */
    public static SearchPath ours() {
        return new SearchPath(System.getenv().getOrDefault("PATH", ""));
    }

    /** The search path of this process, then the output folder of {@code scripts/go-clients}, then system folders. */
    public static SearchPath withClients() {
        return withClients(System.getenv(), System.getProperty("user.home", ""));
    }

    /** The same for other variables and another home directory. */
    public static SearchPath withClients(Map<String, String> environment, String home) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", home + "/.cache");
        String folder = environment.getOrDefault("WAVE_CLIENTS_DIR", cache + "/wave/bin");
        return new SearchPath(environment.getOrDefault("PATH", "") + File.pathSeparator + folder + SYSTEM_FOLDERS);
    }

    public boolean has(String program) {
        return find(program).isPresent();
    }

    /** The file of a program. */
    public Optional<Path> find(String program) {
        return Arrays.stream(text.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program).toAbsolutePath())
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The first of these programs that is installed. */
    public Optional<String> firstOf(List<String> programs) {
        return programs.stream().filter(this::has).findFirst();
    }
}
