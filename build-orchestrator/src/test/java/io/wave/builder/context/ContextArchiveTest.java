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
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
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

    {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

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
    void laterEntryReplacesAnEarlierOne() throws IOException {
        file("file", "first", 0644);
        link("other", "file", TarConstants.LF_SYMLINK);
        file("other", "second", 0644);
        unpack(1000, 100);
        assertThat(folder.resolve("file")).hasContent("first");
        assertThat(folder.resolve("other")).hasContent("second").isRegularFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "a/../../outside", "..", "/etc/outside"})
    void rejectsNamesOutsideTheContext(String name) throws IOException {
        file(name, "evil", 0644);
        assertThatThrownBy(() -> unpack(1000, 100))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageContaining("refers to a path outside the context");
        assertThat(parent.resolve("outside")).hasContent("outside");
    }

    @ParameterizedTest
    @CsvSource({"link,/etc", "link,..", "link,../context/file", "a/link,../../x", "link,a/../../outside"})
    void rejectsSymbolicLinksOutOfTheContext(String name, String target) throws IOException {
        link(name, target, TarConstants.LF_SYMLINK);
        assertThatThrownBy(() -> unpack(1000, 100))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageContaining("refers to a path outside the context");
    }

    /** {@code u/..} is not where it seems to be when {@code u} is a link that leads down. */
    @Test
    void rejectsSymbolicLinksOutOfTheContextThroughOtherLinks() throws IOException {
        folder("d1/", 0755);
        folder("d1/d2/", 0755);
        link("d1/d2/u", "../..", TarConstants.LF_SYMLINK);
        link("v1", "d1/d2/u/..", TarConstants.LF_SYMLINK);
        link("v2", "v1/outside", TarConstants.LF_SYMLINK);
        assertLeadsOut("v1");
    }

    @Test
    void linkCreatedBeforeItsTargetIsRejected() throws IOException {
        link("way", "a/b/up/../outside", TarConstants.LF_SYMLINK);
        folder("a/", 0755);
        link("a/b", ".", TarConstants.LF_SYMLINK);
        link("a/up", "..", TarConstants.LF_SYMLINK);
        assertLeadsOut("way");
    }

    @Test
    void linksThroughLinksInsideTheContextAreKept() throws IOException {
        folder("d1/d2/", 0755);
        file("file", "text", 0644);
        link("d1/d2/u", "..", TarConstants.LF_SYMLINK);
        link("v1", "d1/d2/u/..", TarConstants.LF_SYMLINK);
        link("v2", "v1/file", TarConstants.LF_SYMLINK);
        link("nowhere", "not/../there", TarConstants.LF_SYMLINK);
        link("self", "self", TarConstants.LF_SYMLINK);
        link("there", "back", TarConstants.LF_SYMLINK);
        link("back", "there", TarConstants.LF_SYMLINK);
        unpack(1000, 100);
        assertThat(folder.resolve("v2")).isSymbolicLink().hasContent("text");
        assertThat(folder.resolve("self")).isSymbolicLink();
    }

    @Test
    void replacedLinkHasNoEffect() throws IOException {
        link("link", "..", TarConstants.LF_SYMLINK);
        file("link", "text", 0644);
        unpack(1000, 100);
        assertThat(folder.resolve("link")).hasContent("text");
    }

    @Test
    void nestedLinksAreResolvedQuickly() throws IOException {
        String turns = "./".repeat(1000);
        for (int i = 0; i < 300; i++) {
            link("l" + i, turns + "l" + (i + 1) + "/" + turns, TarConstants.LF_SYMLINK);
        }
        assertThatThrownBy(() -> unpack(1000, 10_000)).hasMessageContaining("too many links");
    }

    @Test
    void modesAndTimesOfTheArchiveAreKept() throws IOException {
        FileTime time = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));
        folder("closed/", 0555);
        file("closed/file", "text", 0444);
        link("hard", "closed/file", TarConstants.LF_LINK);
        file("tool", "text", 04755);
        file("none", "text", 0);
        unpack(1000, 100);
        assertThat(mode("closed")).isEqualTo(0555);
        assertThat(mode("closed/file")).isEqualTo(0444);
        assertThat(mode("hard")).isEqualTo(0444);
        assertThat(mode("tool")).isEqualTo(04755);
        assertThat(mode("none")).isZero();
        assertThat(Files.getLastModifiedTime(folder.resolve("closed"))).isEqualTo(time);
        assertThat(Files.getLastModifiedTime(folder.resolve("hard"))).isEqualTo(time);
        Files.setAttribute(folder.resolve("closed"), "unix:mode", 0755);
    }

    @Test
    void rejectsInvalidFileNames() throws IOException {
        file("n".repeat(256), "text", 0644);
        assertThatThrownBy(() -> unpack(1000, 100)).hasMessageContaining("too long");
    }

    @Test
    void foldersThatAreNotNamedCount() throws IOException {
        file("a/b/c/d/e/f", "text", 0644);
        assertThatThrownBy(() -> unpack(1000, 5)).hasMessageContaining("more than 5");
    }

    @Test
    void rejectsWritesThroughALink() throws IOException {
        folder("real/", 0755);
        link("link", "real", TarConstants.LF_SYMLINK);
        file("link/file", "evil", 0644);
        assertThatThrownBy(() -> unpack(1000, 100)).isInstanceOf(InvalidContextException.class);
        assertThat(Files.exists(folder.resolve("real/file"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    @Test
    void rejectsHardLinksOutOfTheContext() throws IOException {
        assertThat(parent.resolve("outside")).exists();
        link("hard", "../outside", TarConstants.LF_LINK);
        assertThatThrownBy(() -> unpack(1000, 100))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageContaining("refers to a path outside the context");
        assertThat(folder.resolve("hard")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"link", "way/file"})
    void rejectsHardLinksThroughALink(String target) throws IOException {
        folder("real/", 0755);
        file("real/file", "text", 0644);
        link("link", "real/file", TarConstants.LF_SYMLINK);
        link("way", "real", TarConstants.LF_SYMLINK);
        link("hard", target, TarConstants.LF_LINK);
        assertThatThrownBy(() -> unpack(1000, 100))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageContaining("hard link 'hard': its target is not an earlier file of the archive");
        assertThat(folder.resolve("hard")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO})
    void rejectsDevicesAndPipes(byte type) throws IOException {
        tar.putArchiveEntry(new TarArchiveEntry("device", type));
        tar.closeArchiveEntry();
        assertThatThrownBy(() -> unpack(1000, 100)).isInstanceOf(InvalidContextException.class);
    }

    @Test
    void rejectsTooManyBytesAndEntries() throws IOException {
        file("one", "0123456789", 0644);
        file("two", "0123456789", 0644);
        assertThatThrownBy(() -> unpack(15, 100)).hasMessageContaining("exceeds 15 bytes");
        assertThatThrownBy(() -> unpack(1000, 1)).hasMessageContaining("more than 1 entries");
    }

    @Test
    void rejectsInvalidArchives() {
        byte[] noTar = "this is not a tar, whatever its name says".repeat(50).getBytes(StandardCharsets.UTF_8);
        ContextArchive archive = new ContextArchive(folder, limits(1000, 100), new UnpackBudget(limits(1000, 100)));
        assertThatThrownBy(() -> archive.unpack(new ByteArrayInputStream(noTar)))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageContaining("not a gzip-compressed tar");
    }

    private void assertLeadsOut(String name) {
        assertThatThrownBy(() -> unpack(1000, 100))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageStartingWith("buildContext: '%s' refers to a path outside the context".formatted(name));
    }

    private int mode(String name) throws IOException {
        return (int) Files.getAttribute(folder.resolve(name), "unix:mode") & 07777;
    }

    private void file(String name, String text, int mode) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setMode(mode);
        entry.setModTime(FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private void folder(String name, int mode) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        entry.setModTime(FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
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
        ContextProperties limits = limits(maxBytes, maxEntries);
        new ContextArchive(folder, limits, new UnpackBudget(limits))
                .unpack(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static ContextProperties limits(long maxBytes, int maxEntries) {
        return new ContextProperties(DataSize.ofBytes(maxBytes), maxEntries, DataSize.ofMegabytes(1));
    }
}
