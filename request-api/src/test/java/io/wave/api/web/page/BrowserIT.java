package io.wave.api.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.build.BuildSteps;
import io.wave.image.Digest;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.Topics;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.oci.MediaTypes;
import io.wave.store.LogPartNames;
import io.wave.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaOperations;
import tools.jackson.databind.json.JsonMapper;

/** The pages in a real browser. Screenshots are in {@code target/pages}. */
@EnabledIf(value = "isThereABrowser", disabledReason = "there is no chromium on the PATH")
class BrowserIT extends RequestApiIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Longer than the refresh interval of a page. */
    private static final double PATIENCE_MILLIS = 30_000;

    private static Chromium chromium;

    @Autowired
    private KafkaOperations<String, String> kafka;

    @Autowired
    private ObjectStore objects;

    static boolean isThereABrowser() {
        return Chromium.executable().isPresent();
    }

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    @AfterEach
    void noErrorsInConsole() {
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void logGrowsWithoutReload() {
        String buildId =
                submit("'containerFile':'%s'".formatted(containerFile())).text("buildId");
        part(buildId, 0, "STEP 1/2: FROM busybox\n");
        happens(word(buildId, 2, JobState.RUNNING, null, null));
        Page page = desktop("/view/builds/" + buildId);
        assertThat(page.locator("#log")).hasText("STEP 1/2: FROM busybox\n");
        assertThat(page.locator("#steps .note")).containsText("No steps are known yet");
        page.evaluate("window.untouched = true");
        part(buildId, 1, "STEP 2/2: RUN echo <done>\n");
        steps(buildId, BuildSteps.State.RUNNING);
        assertThat(page.locator("#log")).containsText("RUN echo <done>", patiently());
        assertThat(page.locator("#log")).containsText("STEP 1/2");
        assertThat(page.locator("#facts .stage")).hasText("running");
        assertThat(page.locator("#steps .count")).hasText("step 2 of 2", patientlyExact());
        assertThat(page.locator("#steps li").last()).containsText("RUNNING");
        assertThat(page.locator("#steps li").last()).containsText("[2/2] RUN echo <done>");
        picture(page, "build-running");
        steps(buildId, BuildSteps.State.FAILED);
        happens(word(buildId, 5, JobState.FAILED, null, "RUN echo failed with exit code 1"));
        assertThat(page.locator("#facts")).containsText("exit code 1", patiently());
        assertThat(page.locator("#facts .badge")).hasText("FAILED");
        assertThat(page.locator("#steps li").last()).containsText("FAILED");
        assertThat(page.evaluate("window.untouched")).isEqualTo(true);
        picture(page, "build-failed");
    }

    @Test
    void pagesFitPhoneAndDarkMode() {
        Answer request = submit("""
                'containerFile':'%s','timestamp':'2026-03-01T10:00:00+05:30',
                'containerConfig':{'env':['PATH=/opt/conda/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
                'entrypoint':['/bin/sh','-c']}""".formatted(containerFile()));
        String buildId = request.text("buildId");
        part(buildId, 0, "a line that is much longer than a phone is wide ".repeat(5) + "\n");
        steps(buildId, BuildSteps.State.RUNNING);
        for (String path : new String[] {
            "/", "/view/containers/" + request.text("requestId"), "/view/builds/" + buildId, "/view/builds/unknown"
        }) {
            Page page = phone(path, ColorScheme.DARK);
            assertThat(fits(page)).as("%s scrolls to the side", path).isTrue();
            assertThat((String) page.evaluate("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(16, 21, 28)");
            picture(page, "phone" + path.concat("---------").substring(0, 10).replace('/', '-'));
        }
    }

    @Test
    void dashboardUpdatesWhileBuildRuns() {
        Page page = desktop("/");
        page.evaluate("window.untouched = true");
        assertThat(page.locator("#live")).hasText("live", patientlyExact());
        String buildId =
                submit("'containerFile':'%s'".formatted(containerFile())).text("buildId");
        Locator line = page.locator(".builds li", new Page.LocatorOptions().setHasText(buildId));
        assertThat(line).containsText("SUBMITTED", patiently());
        happens(word(buildId, 2, JobState.RUNNING, null, null));
        assertThat(line).containsText("RUNNING", patiently());
        assertThat(line).not().containsText("SUBMITTED");
        steps(buildId, BuildSteps.State.RUNNING);
        assertThat(line).containsText("step 2 of 2", patiently());
        picture(page, "home-running");
        happens(word(buildId, 5, JobState.SUCCEEDED, DIGEST, null));
        assertThat(line).containsText("SUCCEEDED", patiently());
        assertThat(line).containsText("1:01");
        assertThat(line).not().containsText("step");
        assertThat(page.locator("#rate")).containsText("%");
        assertThat(page.evaluate("window.untouched")).isEqualTo(true);
        picture(page, "home-ended");
        line.getByRole(AriaRole.LINK).click();
        assertThat(page).hasURL(url("/view/builds/" + buildId));
    }

    @Test
    void buildsOfContainerAreListed() {
        String file = containerFile();
        String first = submit("'containerFile':'%s'".formatted(file)).text("buildId");
        happens(word(first, 5, JobState.FAILED, null, "out of luck"));
        Page page = desktop("/view/builds/" + first);
        assertThat(page.locator("#facts .badge")).hasText("FAILED", patientlyExact());
        submit("'containerFile':'%s'".formatted(file));
        page.navigate(url("/view/builds/" + first.substring(0, 19)));
        assertThat(page.locator("tbody tr")).hasCount(2);
        assertThat(page.locator("tbody tr").first()).containsText("IN PROGRESS");
        assertThat(page.locator("tbody tr").last()).containsText("FAILED");
        picture(page, "builds");
    }

    @Test
    void layersAreDrawnBySize() {
        pushImage("pages/tool", 1_200_000, 34_000_000, 512, 210_000_000);
        Page page = desktop("/");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Inspect"))
                .click();
        page.getByLabel("Image").fill("pages/tool");
        page.getByRole(AriaRole.BUTTON).click();
        assertThat(page.locator("h2").first()).hasText("4 layers, 245 MB");
        assertThat(page.locator(".layers rect")).hasCount(4);
        assertThat((Double)
                        page.evaluate("document.querySelectorAll('.layers rect')[3].getBoundingClientRect().width / "
                                + "document.querySelector('.layers').getBoundingClientRect().width"))
                .isBetween(0.84, 0.87);
        picture(page, "inspect");
        Page phone = phone("/view/inspect?image=pages/tool", ColorScheme.LIGHT);
        assertThat(fits(phone)).isTrue();
        picture(phone, "inspect-phone");
        Page unknown = desktop("/view/inspect?image=pages/unknown");
        assertThat(unknown.getByRole(AriaRole.ALERT)).containsText("pages/unknown");
    }

    @Test
    void apiPageLoads() {
        Page page = desktop("/openapi/index.html");
        assertThat(page.getByText("/v1alpha2/container").first()).isVisible(visibly());
        picture(page, "openapi");
        Page dark = phone("/openapi/index.html", ColorScheme.DARK);
        assertThat(dark.getByText("/v1alpha2/container").first()).isVisible(visibly());
        picture(dark, "openapi-phone");
    }

    private static boolean fits(Page page) {
        return (Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth");
    }

    private static void pushImage(String repository, long... layerSizes) {
        String config = """
                {"architecture":"amd64","os":"linux","created":"2026-03-01T10:00:00Z",
                 "config":{"Env":["PATH=/usr/local/bin:/usr/bin:/bin"],"Cmd":["/bin/sh"],"Labels":{"maintainer":"nobody"}}}""";
        String layers = LongStream.of(layerSizes)
                .mapToObj(size ->
                        "{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\"%s\",\"size\":%d}"
                                .formatted(Digest.of(Long.toString(size).getBytes(StandardCharsets.UTF_8)), size))
                .collect(Collectors.joining(","));
        Digest configDigest = Digest.of(config.getBytes(StandardCharsets.UTF_8));
        byte[] manifest = """
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":%d},"layers":[%s]}""".formatted(
                        MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG, configDigest, config.length(), layers)
                .getBytes(StandardCharsets.UTF_8);
        REGISTRY.on(
                "/v2/%s/manifests/latest".formatted(repository),
                ScriptedAnswer.content(MediaTypes.OCI_MANIFEST, manifest)
                        .with("Docker-Content-Digest", Digest.of(manifest).toString()));
        REGISTRY.on(
                "/v2/%s/blobs/%s".formatted(repository, configDigest),
                ScriptedAnswer.content(MediaTypes.OCI_CONFIG, config.getBytes(StandardCharsets.UTF_8)));
    }

    private Page desktop(String path) {
        return chromium.open(new NewContextOptions().setViewportSize(1200, 800), url(path));
    }

    private Page phone(String path, ColorScheme scheme) {
        return chromium.open(new NewContextOptions().setViewportSize(360, 740).setColorScheme(scheme), url(path));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "pages", name + ".png"))
                .setFullPage(true));
    }

    private static IsVisibleOptions visibly() {
        return new IsVisibleOptions().setTimeout(PATIENCE_MILLIS);
    }

    private static HasTextOptions patientlyExact() {
        return new HasTextOptions().setTimeout(PATIENCE_MILLIS);
    }

    private static ContainsTextOptions patiently() {
        return new ContainsTextOptions().setTimeout(PATIENCE_MILLIS);
    }

    private Answer submit(String members) {
        Answer answer = client().submit("{" + members + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private void part(String buildId, int number, String text) {
        objects.put(LogPartNames.name(buildId, 1, number), text.getBytes(StandardCharsets.UTF_8));
    }

    private void steps(String buildId, BuildSteps.State last) {
        Instant begin = Instant.parse("2026-03-01T10:00:00Z");
        BuildSteps steps = BuildSteps.of(List.of(
                new BuildSteps.Step(
                        1,
                        "[1/2] FROM busybox",
                        BuildSteps.State.SUCCEEDED,
                        begin,
                        begin.plusSeconds(3),
                        Duration.ofSeconds(3),
                        false,
                        2_500_000,
                        null),
                new BuildSteps.Step(
                        2, "[2/2] RUN echo <done>", last, begin.plusSeconds(3), null, null, false, 0, null)));
        objects.put(LogPartNames.progress(buildId, 1), JSON.writeValueAsBytes(steps));
    }

    private void happens(JobRecord job) {
        kafka.send(Topics.BUILD_EVENTS, "key", JSON.writeValueAsString(job)).join();
    }
}
