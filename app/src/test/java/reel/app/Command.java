package reel.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import reel.app.heal.RepairRepository;
import reel.app.keep.CollectGarbage;
import reel.app.keep.OptimizeRepository;
import reel.app.keep.WriteParity;
import reel.app.work.AddFiles;
import reel.app.work.CommitStage;
import reel.app.work.MergeBranch;
import reel.app.work.SwitchHead;
import reel.history.repo.UndoWindow;
import reel.history.workspace.PathSet;
import reel.history.workspace.Progress;
import reel.history.workspace.add.AddOptions;
import reel.history.workspace.conflict.PendingMerge;
import reel.store.gc.GcOptions;
import reel.testkit.Data;

/// A command that must survive anything, on a scene made ready for it. A new command joins every crash suite by
/// its constant here.
enum Command {
    ADD {
        @Override
        void prepare(Scene scene, RandomGenerator random) throws IOException {
            edit(scene, random);
        }

        @Override
        void run(Workspace workspace) throws IOException {
            new AddFiles(AddOptions.of(PathSet.ALL), Progress.NONE).run(workspace);
        }
    },
    COMMIT {
        @Override
        void prepare(Scene scene, RandomGenerator random) throws IOException {
            edit(scene, random);
            scene.desk().add();
        }

        @Override
        void run(Workspace workspace) throws IOException {
            CommitStage.of("made").run(workspace);
        }
    },
    COMMIT_ALL {
        @Override
        void prepare(Scene scene, RandomGenerator random) throws IOException {
            edit(scene, random);
        }

        @Override
        void run(Workspace workspace) throws IOException {
            new CommitStage("made", PathSet.ALL, CommitStage.First.TRACKED, false, false, null, Progress.NONE)
                    .run(workspace);
        }
    },
    CHECKOUT {
        @Override
        void run(Workspace workspace) throws IOException {
            new SwitchHead("other", null, false, false, Progress.NONE).run(workspace);
        }
    },
    CHECKOUT_NEW_BRANCH {
        @Override
        void run(Workspace workspace) throws IOException {
            new SwitchHead("main~1", "fresh", false, false, Progress.NONE).run(workspace);
        }
    },
    MERGE {
        @Override
        void run(Workspace workspace) throws IOException {
            new MergeBranch("other", null, false, Progress.NONE).run(workspace);
        }
    },
    MERGE_WITH_CONFLICTS {
        @Override
        void prepare(Scene scene, RandomGenerator random) throws IOException {
            scene.desk().write("shots/010/notes.txt", "one\ntwo\nthree\nfour\nfive\nsix\n7\n".getBytes());
            scene.commit("against other");
        }

        @Override
        void run(Workspace workspace) throws IOException {
            new MergeBranch("other", null, false, Progress.NONE).run(workspace);
        }

        /// One that was begun is a person's to take back.
        @Override
        void again(Desk desk) throws IOException {
            desk.run(workspace -> {
                if (PendingMerge.read(workspace.folder()) != null) {
                    MergeBranch.abort(workspace, Progress.NONE);
                }
                run(workspace);
                return workspace;
            });
        }
    },
    GC {
        @Override
        void prepare(Scene scene, RandomGenerator random) throws IOException {
            for (int i = 0; i < 3; i++) {
                edit(scene, random);
                scene.desk().add();
                scene.desk().forceTo("main");
                scene.desk().clear();
                scene.desk().forceTo("main");
            }
            scene.desk().switchTo("main");
        }

        @Override
        void run(Workspace workspace) throws IOException {
            new CollectGarbage(UndoWindow.last(1), GcOptions.DEFAULT).run(workspace);
        }

        @Override
        boolean isSeen() {
            return false;
        }
    },
    PARITY {
        @Override
        void run(Workspace workspace) throws IOException {
            new WriteParity(Duration.ZERO).run(workspace);
        }

        @Override
        boolean isSeen() {
            return false;
        }
    },
    OPTIMIZE {
        @Override
        void prepare(Scene scene, RandomGenerator random) throws IOException {
            scene.desk().run(new WriteParity(Duration.ZERO)::run);
        }

        @Override
        void run(Workspace workspace) throws IOException {
            new OptimizeRepository(GcOptions.DEFAULT).run(workspace);
        }

        @Override
        boolean isSeen() {
            return false;
        }
    },
    /// Of second copies and parity that are gone: nothing that is lost until then.
    REPAIR {
        @Override
        void prepare(Scene scene, RandomGenerator random) throws IOException {
            scene.desk().run(new WriteParity(Duration.ZERO)::run);
            Path parity = scene.desk().meta().resolve("repo/parity");
            Files.delete(parity.resolve("twins/ops/0000000000000002"));
            try (Stream<Path> groups = Files.list(parity)) {
                for (Path group : groups.filter(Files::isRegularFile).toList()) {
                    Files.delete(group);
                }
            }
        }

        @Override
        void run(Workspace workspace) throws IOException {
            new RepairRepository(Progress.NONE, Duration.ZERO).run(workspace);
        }

        @Override
        boolean isSeen() {
            return false;
        }
    },
    KEY_ADD {
        @Override
        Scene scene(Path root, RandomGenerator random) throws IOException {
            return Scene.make(TwoPassphrases.init(root), random);
        }

        @Override
        Desk at(Path root) throws IOException {
            return TwoPassphrases.byOld(root);
        }

        @Override
        void run(Desk desk) throws IOException {
            TwoPassphrases.add(desk);
        }

        @Override
        Seen see(Desk desk) throws IOException {
            return Seen.of(desk).withKeys(TwoPassphrases.keys(desk.root));
        }
    },
    KEY_REMOVE {
        @Override
        Scene scene(Path root, RandomGenerator random) throws IOException {
            Desk desk = TwoPassphrases.init(root);
            TwoPassphrases.add(desk);
            return Scene.make(TwoPassphrases.byNew(root), random);
        }

        @Override
        Desk at(Path root) throws IOException {
            return TwoPassphrases.byNew(root);
        }

        @Override
        void run(Desk desk) throws IOException {
            TwoPassphrases.remove(desk, TwoPassphrases.FIRST);
        }

        @Override
        Seen see(Desk desk) throws IOException {
            return Seen.of(desk).withKeys(TwoPassphrases.keys(desk.root));
        }
    },
    KEY_CHANGE {
        @Override
        Scene scene(Path root, RandomGenerator random) throws IOException {
            return Scene.make(TwoPassphrases.init(root), random);
        }

        @Override
        Desk at(Path root) throws IOException {
            return TwoPassphrases.either(root);
        }

        @Override
        void run(Desk desk) throws IOException {
            TwoPassphrases.change(desk);
        }

        @Override
        Seen see(Desk desk) throws IOException {
            return Seen.of(desk).withKeys(TwoPassphrases.keys(desk.root));
        }
    };

    /// What it is run on.
    Scene scene(Path root, RandomGenerator random) throws IOException {
        return Scene.make(root, random);
    }

    void prepare(Scene scene, RandomGenerator random) throws IOException {}

    /// Somebody at a place where it was run or was cut off.
    Desk at(Path root) throws IOException {
        return Desk.at(root);
    }

    void run(Desk desk) throws IOException {
        desk.run(workspace -> {
            run(workspace);
            return workspace;
        });
    }

    void run(Workspace workspace) throws IOException {
        throw new UnsupportedOperationException(this + " needs no workspace");
    }

    /// What a person does after it was cut off.
    void again(Desk desk) throws IOException {
        run(desk);
    }

    Seen see(Desk desk) throws IOException {
        return Seen.of(desk);
    }

    /// Whether a person sees that it was done.
    boolean isSeen() {
        return true;
    }

    private static void edit(Scene scene, RandomGenerator random) throws IOException {
        scene.insert("shots/010/plate.mov", 20_000, Data.NOISE.bytes(random, 5_000));
        scene.desk().write("shots/040/plate.mov", Data.NOISE.bytes(random, 200_000));
        scene.desk().write("edit/project.xml", Data.TEXT.bytes(random, 45_000));
        Files.deleteIfExists(scene.desk().root.resolve("tools/render.sh"));
    }
}
