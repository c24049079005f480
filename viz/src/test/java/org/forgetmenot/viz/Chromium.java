// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A page in a headless Chromium, driven by the DevTools protocol. */
final class Chromium implements AutoCloseable {
    private static final long PATIENCE_S = 60;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Process process;
    private final WebSocket socket;
    private final LinkedBlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final List<JsonNode> events = new ArrayList<>();
    private int lastId;

    private Chromium(Process process, String address) throws IOException, InterruptedException {
        this.process = process;
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest fresh = HttpRequest.newBuilder(URI.create("http://" + address + "/json/new?about:blank"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        JsonNode page =
                mapper.readTree(client.send(fresh, BodyHandlers.ofString()).body());
        socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(page.get("webSocketDebuggerUrl").asText()), new Listener())
                .join();
        for (String domain : List.of("Page", "Runtime", "Log", "Network", "Accessibility", "DOM")) {
            send(domain + ".enable", mapper.createObjectNode());
        }
    }

    /** Whether there is one. */
    static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/bin/chromium"));
    }

    static Chromium start(Path profile) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "/usr/bin/chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--disable-background-networking",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "--window-size=1200,1000",
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path port = profile.resolve("DevToolsActivePort"); // its first line is the port
        for (long tries = PATIENCE_S * 20; tries > 0; tries--) {
            if (Files.exists(port) && Files.readString(port).contains("\n")) {
                return new Chromium(
                        process, "127.0.0.1:" + Files.readAllLines(port).get(0));
            }
            if (!process.isAlive()) {
                throw new IOException("chromium ended with " + process.exitValue());
            }
            Thread.sleep(50);
        }
        process.destroy();
        throw new IOException("chromium does not say its port");
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    messages.add(mapper.readTree(text.toString()));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                text.setLength(0);
            }
            webSocket.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }

    ObjectNode parameters() {
        return mapper.createObjectNode();
    }

    JsonNode send(String method, ObjectNode parameters) throws InterruptedException {
        ObjectNode message = mapper.createObjectNode();
        message.put("id", ++lastId).put("method", method).set("params", parameters);
        socket.sendText(message.toString(), true).join();
        while (true) {
            JsonNode answer = next(method);
            if (answer.path("id").asInt(-1) == lastId) {
                if (answer.has("error")) {
                    throw new IllegalStateException(method + ": " + answer.get("error"));
                }
                return answer.path("result");
            }
            events.add(answer);
        }
    }

    private JsonNode next(String awaited) throws InterruptedException {
        JsonNode message = messages.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (message == null) {
            throw new IllegalStateException("nothing came within " + PATIENCE_S + " s, awaiting " + awaited);
        }
        return message;
    }

    /** Opens a page and waits until it is there. */
    void open(Path page) throws InterruptedException {
        events.clear();
        send("Page.navigate", parameters().put("url", page.toUri().toString()));
        while (events("Page.loadEventFired").isEmpty()) {
            events.add(next("the page"));
        }
    }

    /** What an expression of the page's is, as JSON. */
    JsonNode evaluate(String expression) throws InterruptedException {
        ObjectNode parameters = parameters().put("expression", expression).put("returnByValue", true);
        JsonNode result = send("Runtime.evaluate", parameters.put("awaitPromise", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(result.get("exceptionDetails").toString());
        }
        return result.path("result").path("value");
    }

    /** Presses a key as a person would. */
    void press(String key, int code) throws InterruptedException {
        for (String type : List.of("keyDown", "keyUp")) {
            ObjectNode event = parameters().put("type", type).put("key", key).put("windowsVirtualKeyCode", code);
            if (type.equals("keyDown") && key.length() == 1) {
                event.put("text", key);
            }
            send("Input.dispatchKeyEvent", event);
        }
    }

    /** Light or dark. */
    void prefer(String scheme) throws InterruptedException {
        ObjectNode parameters = parameters();
        parameters
                .putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", scheme);
        send("Emulation.setEmulatedMedia", parameters);
    }

    /** As on paper, with what the page says of it. */
    void preferPaper() throws InterruptedException {
        send("Emulation.setEmulatedMedia", parameters().put("media", "print"));
    }

    /** The window's size. */
    void resize(int width, int height) throws InterruptedException {
        ObjectNode parameters = parameters().put("width", width).put("height", height);
        send(
                "Emulation.setDeviceMetricsOverride",
                parameters.put("deviceScaleFactor", 1).put("mobile", false));
    }

    void screenshot(Path file) throws InterruptedException, IOException {
        JsonNode shot = send("Page.captureScreenshot", parameters().put("captureBeyondViewport", true));
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(shot.get("data").asText()));
    }

    /** What came of a kind since the page was opened. */
    List<JsonNode> events(String method) {
        return events.stream()
                .filter(e -> e.path("method").asText().equals(method))
                .map(e -> e.get("params"))
                .toList();
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    }
}
