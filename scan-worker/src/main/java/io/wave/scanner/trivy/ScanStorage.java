package io.wave.scanner.trivy;

import io.wave.scanner.report.BaseLayers;
import io.wave.store.ObjectStore;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the results of all scans need.
 *
 * @param objects where they are stored
 * @param baseLayers tells the layers of base images from others
 * @param json writes the summaries
 */
public record ScanStorage(ObjectStore objects, BaseLayers baseLayers, JsonMapper json) {}
