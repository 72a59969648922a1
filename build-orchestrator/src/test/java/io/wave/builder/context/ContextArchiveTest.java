package io.wave.builder.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class ContextArchiveTest {

    @TempDir
    private Path parent;

    private Path folder;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(parent.resolve("context"));
        Files.writeString(parent.resolve("outside"), "outside");
    }

    @Test
    void unpacksFilesFoldersAndLinks() throws IOException {
        folder("bin/", 0755);
        file("bin/tool", "text", 0755);
        file("deep/er/file", "deep", 0640);
        link("tool", "bin/tool", TarConstants.LF_SYMLINK);
        link("deep/back", "../bin/tool", TarConstants.LF_SYMLINK);
        link("hard", "bin/tool", TarConstants.LF_LINK);
        unpack(1000, 100);
        assertThat(folder.resolve("deep/er/file")).hasContent("deep");
        assertThat(folder.resolve("tool")).isSymbolicLink().hasContent("text");
        assertThat(folder.resolve("deep/back")).isSymbolicLink().hasContent("text");
        assertThat(folder.resolve("hard")).hasContent("text");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("hard"))))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    void theLaterOfTwoEntriesWins() throws IOException {
        file("file", "first", 0644);
        link("other", "file", TarConstants.LF_SYMLINK);
        file("other", "second", 0644);
        unpack(1000, 100);
        assertThat(folder.resolve("file")).hasContent("first");
        assertThat(folder.resolve("other")).hasContent("second").isRegularFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "a/../../outside", "..", "/etc/outside"})
    void refusesNamesThatLeadOut(String name) throws IOException {
        file(name, "evil", 0644);
        assertThatThrownBy(() -> unpack(1000, 100))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageContaining("leads out of the context");
        assertThat(parent.resolve("outside")).hasContent("outside");
    }

    @ParameterizedTest
    @CsvSource({"link,/etc", "link,..", "link,../context/file", "a/link,../../x", "link,a/../../outside"})
    void refusesSymbolicLinksThatLeadOut(String name, String target) throws IOException {
        link(name, target, TarConstants.LF_SYMLINK);
        assertThatThrownBy(() -> unpack(1000, 100))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageContaining("leads out of the context");
    }

    @Test
    void refusesToWriteThroughALink() throws IOException {
        folder("real/", 0755);
        link("link", "real", TarConstants.LF_SYMLINK);
        file("link/file", "evil", 0644);
        assertThatThrownBy(() -> unpack(1000, 100)).isInstanceOf(InvalidContextException.class);
        assertThat(Files.exists(folder.resolve("real/file"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    @Test
    void refusesHardLinksThatLeadOutOrThroughALink() throws IOException {
        link("hard", "../outside", TarConstants.LF_LINK);
        assertThatThrownBy(() -> unpack(1000, 100)).isInstanceOf(InvalidContextException.class);
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO})
    void refusesDevicesAndPipes(byte type) throws IOException {
        tar.putArchiveEntry(new TarArchiveEntry("device", type));
        tar.closeArchiveEntry();
        assertThatThrownBy(() -> unpack(1000, 100)).isInstanceOf(InvalidContextException.class);
    }

    @Test
    void refusesTooManyBytesAndTooManyEntries() throws IOException {
        file("one", "0123456789", 0644);
        file("two", "0123456789", 0644);
        assertThatThrownBy(() -> unpack(15, 100)).hasMessageContaining("larger than 15 bytes");
        assertThatThrownBy(() -> unpack(1000, 1)).hasMessageContaining("more than 1 entries");
    }

    @Test
    void refusesWhatIsNoTar() {
        byte[] noTar = "this is not a tar, whatever its name says".repeat(50).getBytes(StandardCharsets.UTF_8);
        ContextArchive archive = new ContextArchive(folder, limits(1000, 100));
        assertThatThrownBy(() -> archive.unpack(new ByteArrayInputStream(noTar)))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageContaining("not a gzip-compressed tar");
    }

    private void file(String name, String text, int mode) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setMode(mode);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private void folder(String name, int mode) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private void link(String name, String target, byte type) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, type);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private void unpack(long maxBytes, int maxEntries) throws IOException {
        tar.close();
        new ContextArchive(folder, limits(maxBytes, maxEntries)).unpack(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static ContextProperties limits(long maxBytes, int maxEntries) {
        return new ContextProperties(DataSize.ofBytes(maxBytes), maxEntries, DataSize.ofMegabytes(1));
    }
}
