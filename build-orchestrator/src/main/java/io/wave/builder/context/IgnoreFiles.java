package io.wave.builder.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a user's context tells builders to leave out of it, to which what we add does not belong. */
public final class IgnoreFiles {

    private static final String OURS = "\n!conda.yml\n!layer-*.tar.gz\n";

    private IgnoreFiles() {}

    /** Excepts the files that we add. */
    public static void exceptOurs(Path context) throws IOException {
        for (String name : new String[] {".containerignore", ".dockerignore"}) {
            Path file = context.resolve(name);
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.writeString(file, OURS, StandardOpenOption.APPEND);
            }
        }
    }
}
