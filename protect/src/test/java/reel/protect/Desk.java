package reel.protect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import reel.protect.model.Form;
import reel.protect.model.ProtectConfig;
import reel.protect.model.ProtectProgress;
import reel.protect.model.Repair;
import reel.testkit.Data;

/// A folder to protect files in, with small symbols so that small files have many.
final class Desk {
    final Path folder;
    final Path source;
    final Path symbols;
    final Path back;

    Desk(Path folder) {
        this.folder = folder;
        this.source = folder.resolve("movie.mov");
        this.symbols = folder.resolve("symbols");
        this.back = folder.resolve("back.mov");
    }

    byte[] write(RandomGenerator random, int bytes) throws IOException {
        byte[] data = Data.NOISE.bytes(random, bytes);
        Files.write(source, data);
        return data;
    }

    static ProtectConfig config(Form form) {
        return ProtectConfig.DEFAULT
                .withForm(form)
                .withSymbolSize(1024)
                .withBlockBytes(64 << 10)
                .withRepair(new Repair.Overhead(0.3))
                .withMemoryBytes(64 << 20);
    }

    static ProtectSession session(Form form) throws IOException {
        return new ProtectSession(config(form));
    }

    void encode(ProtectSession session) throws IOException {
        session.encode(source, symbols, ProtectProgress.NONE);
    }

    /// Symbol files or parts below the symbol folder.
    List<Path> symbolFiles() throws IOException {
        try (Stream<Path> all = Files.walk(symbols)) {
            return new ArrayList<>(all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().endsWith(".json"))
                    .sorted()
                    .toList());
        }
    }

    /// Everything below the symbol folder with its bytes, as text.
    List<String> snapshot() throws IOException {
        try (Stream<Path> all = Files.walk(symbols)) {
            return all.sorted()
                    .map(path -> {
                        try {
                            return symbols.relativize(path) + " "
                                    + (Files.isRegularFile(path)
                                            ? reel.stream.hash.Blake3.hash(Files.readAllBytes(path))
                                            : "");
                        } catch (IOException failure) {
                            throw new UncheckedIOException(failure);
                        }
                    })
                    .toList();
        }
    }

    /// Flips one byte of a file.
    static void flip(Path file, long at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 0x20;
        Files.write(file, bytes);
    }

    /// `share` of the files, chosen at random.
    static List<Path> some(List<Path> files, double share, RandomGenerator random) {
        List<Path> mixed = new ArrayList<>(files);
        Collections.shuffle(mixed, new Random(random.nextLong()));
        return mixed.subList(0, (int) (share * mixed.size()));
    }
}
