package io.wave.api.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.archive.ByteBudget;
import io.wave.build.BuildSpec.StoredContext;
import io.wave.container.Layer;
import io.wave.egress.Downloads;
import io.wave.image.Digest;
import io.wave.local.fake.MemoryObjectStore;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class BuildContextsTest {

    private static final byte[] CONTENT = TestLayers.tarGz("src/hello.txt", "hello");

    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final ContentProperties limits = ConfigLayersTest.limits(DataSize.ofMegabytes(1));
    private final UnpackExecutor threads = new UnpackExecutor(limits);
    private final BuildContexts contexts = new BuildContexts(
            limits,
            new ContextDownloader(new Downloads(TestLayers.EGRESS), TestLayers.destinations(), limits),
            threads,
            new ContentStore(objects, threads));

    @Test
    void inlineContextIsStoredByDigest() {
        assertThat(store(TestLayers.inline(CONTENT))).isEqualTo(new StoredContext(Digest.of(CONTENT), CONTENT.length));
        assertThat(objects.blob(Digest.of(CONTENT))).isEqualTo(CONTENT);
    }

    @Test
    void checkedContextIsNotStored() {
        contexts.check(TestLayers.inline(CONTENT), budget());
        try (ScriptedRegistry server = ScriptedRegistry.start()) {
            server.on("/context", ScriptedAnswer.content("application/gzip", CONTENT));
            contexts.check(TestLayers.at("http://" + server.host() + "/context", CONTENT), budget());
        }
        Layer evil = TestLayers.inline(TestLayers.tarGz("../evil", "evil"));
        assertThatThrownBy(() -> contexts.check(evil, budget()))
                .hasMessageStartingWith("buildContext.location: contains the entry '../evil'");
        assertThat(objects.isEmpty()).isTrue();
    }

    private ByteBudget budget() {
        return new ByteBudget(limits.maxUnpacked().toBytes());
    }

    @Test
    void remoteContextIsDownloaded() {
        try (ScriptedRegistry server = ScriptedRegistry.start()) {
            server.on("/context", ScriptedAnswer.content("application/gzip", CONTENT));
            store(TestLayers.at("http://" + server.host() + "/context", CONTENT));
        }
        assertThat(objects.blob(Digest.of(CONTENT))).isEqualTo(CONTENT);
    }

    @Test
    void remoteContextMustMatchItsDigest() {
        try (ScriptedRegistry server = ScriptedRegistry.start()) {
            server.on(
                    "/corrupt",
                    ScriptedAnswer.content("application/gzip", CONTENT).corrupted());
            server.on("/long", ScriptedAnswer.content("application/gzip", new byte[CONTENT.length + 1]));
            server.on("/short", ScriptedAnswer.content("application/gzip", new byte[CONTENT.length - 1]));
            assertRefused(server, "corrupt", "buildContext.gzipDigest");
            assertRefused(server, "long", "buildContext.location: could not be downloaded");
            assertRefused(server, "short", "buildContext.gzipSize");
            assertRefused(
                    server, "absent", "buildContext.location: could not be downloaded: the server returned status 404");
        }
        assertThat(objects.isEmpty()).isTrue();
    }

    private void assertRefused(ScriptedRegistry server, String path, String message) {
        Layer layer = TestLayers.at("http://" + server.host() + "/" + path, CONTENT);
        assertThatThrownBy(() -> store(layer)).hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource({"../evil", "/etc/evil", "a/../../evil", "a/b/../../../evil"})
    void entryOutsideOfContextIsRejected(String name) {
        assertThatThrownBy(() -> store(TestLayers.inline(TestLayers.tarGz(name, "evil"))))
                .hasMessageStartingWith("buildContext.location: contains the entry '" + name + "'");
        assertThat(objects.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"a/link,/etc/passwd", "a/link,../../x", "link,..", "link,a/../../b"})
    void linkOutsideOfContextIsRejected(String name, String target) {
        for (byte type : new byte[] {TarConstants.LF_SYMLINK, TarConstants.LF_LINK}) {
            assertThatThrownBy(() -> store(TestLayers.inline(TestLayers.tarGz(name, type, target))))
                    .hasMessageContaining("'" + name + "'")
                    .hasMessageContaining("outside of the context");
        }
    }

    @Test
    void linksInsideAndUnusualNamesAreAccepted() {
        store(TestLayers.inline(TestLayers.tarGz("a/link", TarConstants.LF_SYMLINK, "../b")));
        store(TestLayers.inline(TestLayers.tarGz("./a/..b", "x")));
        store(TestLayers.inline(TestLayers.tarGz("x".repeat(300), "x")));
    }

    @Test
    void devicesAreRejected() {
        assertThatThrownBy(() -> store(TestLayers.inline(TestLayers.tarGz("null", TarConstants.LF_CHR, ""))))
                .hasMessageContaining("'null'");
    }

    @Test
    void largeContextIsRejected() {
        Layer large = new Layer(
                "http://localhost/x",
                Digest.of(CONTENT).toString(),
                2_000_000L,
                Digest.of(CONTENT).toString(),
                null);
        assertThatThrownBy(() -> store(large)).hasMessageStartingWith("buildContext.gzipSize: must not exceed");
    }

    @ParameterizedTest
    @CsvSource({"v1,d1/d2/u/..,v2,v1/..", "d1/u,../d2,v,d1/u/../..", "v2,v1/..,v1,."})
    void linkOutsideThroughAnotherLinkIsRejected(String first, String firstTarget, String second, String target) {
        byte[] content = TestLayers.gzip(TestLayers.tar(
                TestLayers.link(first, firstTarget),
                TestLayers.link(second, target),
                TestLayers.link("d1/d2/u", "..")));
        assertThatThrownBy(() -> store(TestLayers.inline(content))).hasMessageContaining("outside of the context");
        assertThat(objects.isEmpty()).isTrue();
    }

    @Test
    void nestedAndCircularLinksInsideAreAccepted() {
        store(TestLayers.inline(TestLayers.gzip(TestLayers.tar(
                TestLayers.link("current", "releases/1"),
                TestLayers.link("bin", "current/../bin"),
                TestLayers.link("a", "b"),
                TestLayers.link("b", "a")))));
    }

    @ParameterizedTest
    @ValueSource(chars = {'L', 'K', 'x', 'g'})
    void announcedLengthIsNotTrusted(char type) {
        byte[] content = TestLayers.gzip(TestLayers.join(TestLayers.header(type, 400L << 20), new byte[500_000]));
        assertThatThrownBy(() -> store(TestLayers.inline(content)))
                .hasMessageStartingWith("buildContext.location: must not contain a");
    }

    @Test
    void tooManyEntriesAreRejected() {
        TarArchiveEntry[] links = new TarArchiveEntry[11];
        Arrays.setAll(links, i -> TestLayers.link("link" + i, "x"));
        assertThatThrownBy(() -> store(TestLayers.inline(TestLayers.gzip(TestLayers.tar(links)))))
                .hasMessage("buildContext.location: must not contain more than 10 entries");
    }

    @Test
    void contextSharesLimitWithLayers() {
        ByteBudget left = new ByteBudget(100);
        assertThatThrownBy(() -> contexts.store(TestLayers.inline(CONTENT), left))
                .hasMessageStartingWith("buildContext.location: must not unpack to more than 100 bytes");
    }

    private StoredContext store(Layer layer) {
        return contexts.store(layer, budget());
    }
}
