package io.wave.scanner;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** An OpenVEX document that is attached to an image as cosign does it. */
final class VexDocument {

    private static final String ENVELOPE = "application/vnd.dsse.envelope.v1+json";

    private VexDocument() {}

    /** Attaches a document that says that the image is not affected by a vulnerability of a package. */
    static void attach(ScanRuns scans, ImageReference image, String vulnerability, String pkg) {
        String digest = image.reference().toString().substring("sha256:".length());
        String name = image.repository().substring(image.repository().lastIndexOf('/') + 1);
        String product = "pkg:oci/%s@sha256%%3A%s?repository_url=%s"
                .formatted(name, digest, image.name().replace("/", "%2F").replace(":", "%3A"));
        String statement = """
                {"_type":"https://in-toto.io/Statement/v0.1","predicateType":"https://openvex.dev/ns",\
                "subject":[{"name":"%s","digest":{"sha256":"%s"}}],"predicate":{\
                "@context":"https://openvex.dev/ns/v0.2.0","@id":"https://advisories.example/vex","author":"test",\
                "timestamp":"2026-01-01T00:00:00Z","version":1,"statements":[{"vulnerability":{"name":"%s"},\
                "products":[{"@id":"%s","subcomponents":[{"@id":"%s"}]}],"status":"not_affected",\
                "justification":"vulnerable_code_not_in_execute_path"}]}}""".formatted(image.name(), digest, vulnerability, product, pkg);
        byte[] envelope = "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"%s\",\"signatures\":[]}"
                .formatted(Base64.getEncoder().encodeToString(statement.getBytes(StandardCharsets.UTF_8)))
                .getBytes(StandardCharsets.UTF_8);
        byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
        scans.blob(image, envelope);
        scans.blob(image, config);
        byte[] manifest = """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
                "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},\
                "layers":[{"mediaType":"%s","digest":"%s","size":%d}]}""".formatted(
                        Digest.of(config), config.length, ENVELOPE, Digest.of(envelope), envelope.length)
                .getBytes(StandardCharsets.UTF_8);
        scans.tag(image, "sha256-%s.att".formatted(digest), manifest);
    }
}
