#!/usr/bin/env python3
"""Runs `lro convert` inside Spark, kills a worker in the middle, and compares with a single run.

    distribute.py --lro COMMAND --corpus FILE --work FOLDER

A master and two workers, each a process group of its own, on the loopback interface. Two ways: lines through `rdd.pipe`, and ranges of one
file. Converted lines have to be the same multiset, rejects the same by code and bytes (ranges: by offset, too).
Exit: 0 all the same, 1 not, 2 a run that failed.
"""
import argparse
import base64
import collections
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

import pyspark

PARTS = 24
REJECT = b'{"reply":"rejected"'


# --------------------------------------------------------------------------------------------------------------- the corpus

def damage(source, target, keeps_text):
    """Damages one line in a hundred: cut short or, unless the file has to stay text, with a byte that is no UTF-8."""
    chance = random.Random(5)
    with open(source, "rb") as lines, open(target, "wb") as out:
        for line in lines:
            if chance.random() < 0.01:
                place = chance.randrange(1, len(line) - 1)
                if not keeps_text and chance.random() < 0.5:
                    line = line[:place] + b"\xff" + line[place + 1:]
                else:
                    line = line[:place].decode(errors="ignore").encode() + b"\n"
            out.write(line)


# -------------------------------------------------------------------------------------------------------------- the cluster

class Cluster:
    """A master and its workers."""

    HOME = pathlib.Path(pyspark.__file__).parent

    def __init__(self, folder):
        self.folder = folder
        self.processes = []
        self.url = self.start("master.Master", r"Starting Spark master at (spark://\S+)", "--port", "0", "--webui-port", "0")[1]
        self.workers = [self.start_worker() for _ in range(2)]

    def start(self, name, sign, *arguments):
        log = self.folder / f"{len(self.processes)}-{name}.log"
        environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1", "SPARK_HOME": str(self.HOME),
                       "SPARK_WORKER_DIR": str(self.folder / "workers"), "PYSPARK_PYTHON": sys.executable}
        command = [self.HOME / "bin/spark-class", f"org.apache.spark.deploy.{name}", "--host", "127.0.0.1", *arguments]
        with open(log, "w") as output:
            process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment, start_new_session=True)
        self.processes.append(process)
        for _ in range(600):
            if found := re.search(sign, log.read_text()):
                return process, found[1]
            if process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"{name} does not start: {log.read_text()[-500:]}")

    def start_worker(self):
        return self.start("worker.Worker", r"(Successfully registered with master)", "--cores", "1", "--memory", "1g",
                          "--webui-port", "0", self.url)[0]

    def kill_a_worker(self):
        """Without warning, with its executor and what that runs; another worker takes its place."""
        worker = self.workers.pop(0)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        self.workers.append(self.start_worker())

    def stop(self):
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


# ---------------------------------------------------------------------------------------------------------------- two ways

def piped(context, lro, corpus):
    """The lines of a text file through the command; `checkCode` has a task fail where the command does. One part is empty."""
    lines = context.textFile(str(corpus), PARTS).union(context.parallelize([], 1))
    context.addFile(lro)
    return lines.pipe("./lro convert --quiet -j 1 --envelope lines", checkCode=True)


def ranged(context, lro, corpus):
    """Ranges of a file that every worker can read; an empty one is among them."""
    size = corpus.stat().st_size
    places = [size * part // PARTS for part in range(PARTS + 1)]
    ranges = [*zip(places, places[1:]), (size, size + 100)]

    def convert(part):
        command = [lro, "convert", "--quiet", "-j", "1", "--range", f"{part[0]}:{part[1]}", str(corpus)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            for line in process.stdout:
                yield line.decode().rstrip("\n")
        if process.returncode != 0:
            raise RuntimeError(f"lro exits with {process.returncode}")

    return context.parallelize(ranges, len(ranges)).flatMap(convert)


def run(context, lines, output, cluster=None):
    """Writes what the engine's workers make; with a cluster, one of them is killed when a third of the tasks is done."""
    killed = []

    def watch():
        tracker = context.statusTracker()
        while not killed:
            for stage in filter(None, map(tracker.getStageInfo, tracker.getActiveStageIds())):
                if stage.numCompletedTasks >= PARTS // 3 and stage.numActiveTasks > 0:
                    killed.append(f"{stage.numCompletedTasks} of {stage.numTasks} tasks done")
                    cluster.kill_a_worker()
                    return
            time.sleep(0.02)

    if cluster:
        threading.Thread(target=watch, daemon=True).start()
    lines.saveAsTextFile(f"file://{output}")
    if cluster and not killed:
        raise RuntimeError("the job was over before a worker could be killed")
    return killed


# ------------------------------------------------------------------------------------------------------------- comparing

def summary(lines, by_offset):
    """What was converted, and what was rejected: code and bytes."""
    converted, rejected = collections.Counter(), collections.Counter()
    for line in lines:
        line = line.rstrip(b"\n")
        if not line.startswith(REJECT):
            converted[line] += 1
            continue
        reject = json.loads(line)
        raw = reject["raw"].encode() if "raw" in reject else base64.b64decode(reject["rawBase64"])
        rejected[(reject["code"], raw, reject["offset"] if by_offset else None)] += 1
    return converted, rejected


def parts(folder):
    for path in sorted(folder.glob("part-*")):
        with open(path, "rb") as lines:
            yield from lines


def compare(name, single, folder, by_offset):
    found = summary(parts(folder), by_offset)
    shutil.rmtree(folder)
    for kind, one, other in zip(("converted", "rejected"), single, found):
        if one != other:
            lost, added = one - other, other - one
            print(f"{name}: {lost.total()} {kind} lost, {added.total()} added: {[*lost][:1]} {[*added][:1]}")
            return False
    print(f"{name}: {found[0].total()} converted, {found[1].total()} rejected, as in the single run")
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lro", required=True, type=pathlib.Path)
    parser.add_argument("--corpus", required=True, type=pathlib.Path)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    options = parser.parse_args()
    lro, work = options.lro.resolve(), options.work.resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    cluster = Cluster(work)
    try:
        settings = {"spark.master": cluster.url, "spark.driver.host": "127.0.0.1", "spark.ui.enabled": "false",
                    "spark.executor.memory": "768m", "spark.executor.cores": "1", "spark.local.dir": str(work / "local"),
                    "spark.log.level": "ERROR", "spark.ui.showConsoleProgress": "false"}
        os.environ |= {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
        context = pyspark.SparkContext(conf=pyspark.SparkConf().setAppName("lro").setAll(settings.items()))
        same = True
        for way, keeps_text in ((piped, True), (ranged, False)):
            corpus = work / f"{way.__name__}.jsonl"
            damage(options.corpus, corpus, keeps_text)
            single = subprocess.run([lro, "convert", "--quiet", corpus], stdout=subprocess.PIPE, check=True).stdout
            expected = summary(single.splitlines(), not keeps_text)
            if not expected[1]:
                raise RuntimeError("nothing was rejected")
            print(f"{way.__name__}: {corpus.stat().st_size / 1e6:.0f} MB in {PARTS} parts", flush=True)
            for killer in (None, cluster):
                start = time.monotonic()
                killed = run(context, way(context, str(lro), corpus), work / "output", killer)
                label = f"{way.__name__}, " + (f"a worker killed with {killed[0]}" if killed else "no worker killed")
                same = compare(f"{label}, {time.monotonic() - start:.0f} s", expected, work / "output", not keeps_text) and same
                sys.stdout.flush()
            corpus.unlink()
        context.stop()
    finally:
        cluster.stop()
    return 0 if same else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (RuntimeError, subprocess.CalledProcessError) as failure:
        print(f"error: {failure}", file=sys.stderr)
        sys.exit(2)
