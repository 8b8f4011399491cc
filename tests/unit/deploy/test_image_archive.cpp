// SPDX-License-Identifier: Apache-2.0
#include "deploy/image_archive.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <QCryptographicHash>
#include <QProcess>
#include <QTemporaryDir>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

struct Entry
{
    QByteArray path, bytes;
    bool isLink = false; // to `bytes`
};

QByteArray tar(const QList<Entry> &entries)
{
    QByteArray out;
    for (const Entry &entry : entries) {
        const QByteArray data = entry.isLink ? QByteArray() : entry.bytes;
        QByteArray header(512, '\0');
        const auto put = [&](qsizetype at, const QByteArray &text) {
            header.replace(at, text.size(), text);
        };
        put(0, entry.path);
        put(100, "0000644");
        put(108, "0000000");
        put(116, "0000000");
        put(124, QByteArray::number(data.size(), 8).rightJustified(11, '0'));
        put(136, "00000000000");
        put(148, "        ");
        put(156, entry.isLink ? "2" : "0");
        if (entry.isLink)
            put(157, entry.bytes);
        put(257, QByteArray("ustar\00000", 8));
        int sum = 0;
        for (const char c : header)
            sum += static_cast<unsigned char>(c);
        put(148, QByteArray::number(sum, 8).rightJustified(6, '0') + '\0');
        out += header + data + QByteArray((512 - data.size() % 512) % 512, '\0');
    }
    return out + QByteArray(1024, '\0');
}

QByteArray hash(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

QByteArray config(const QByteArray &machine = "amd64", const QByteArray &words = {})
{
    return "{\"os\": \"linux\", \"architecture\": \"" + machine + "\", \"author\": \"" + words +
           "\"}";
}

// Of an OCI archive; gives the descriptor's JSON.
QByteArray blob(QList<Entry> &files, const QByteArray &bytes, const QByteArray &more = {})
{
    files.append({"blobs/sha256/" + hash(bytes), bytes});
    return "{\"digest\": \"sha256:" + hash(bytes) + "\"" + more + "}";
}

QByteArray manifest(QList<Entry> &files, const QByteArray &config, const QByteArray &layer,
                    const QByteArray &more = {})
{
    const QByteArray c = blob(files, config), l = blob(files, layer);
    return blob(files, "{\"config\": " + c + ", \"layers\": [" + l + "]}", more);
}

QByteArray named(const QByteArray &name)
{
    return ", \"annotations\": {\"org.opencontainers.image.ref.name\": \"" + name + "\"}";
}

QByteArray platform(const QByteArray &os, const QByteArray &machine)
{
    return R"(, "platform": {"os": ")" + os + R"(", "architecture": ")" + machine + "\"}";
}

} // namespace

// What is in an archive of an image is known before it is loaded, and it alone is loaded.
class ImageArchiveTest : public TestCase
{
    Q_OBJECT

private slots:
    void docker();
    void dockerWithLinks();
    void oci();
    void packed();
    void several();
    void withoutNames();
    void platforms();
    void broken_data();
    void broken();
    void copy();
    void copyNeedsRoom();
    void stops();

private:
    QString file(const QByteArray &bytes);
    Result<ArchivedImage> read(const QByteArray &bytes, const QString &reference = u"todo:1"_s,
                               const QString &platform = u"linux/amd64"_s);

    QTemporaryDir m_folder;
    int m_count = 0;
};

QString ImageArchiveTest::file(const QByteArray &bytes)
{
    QFile out(m_folder.filePath(u"image %1.tar"_s.arg(++m_count)));
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
        qFatal("no room");
    return out.fileName();
}

Result<ArchivedImage> ImageArchiveTest::read(const QByteArray &bytes, const QString &reference,
                                             const QString &platform)
{
    return readImageArchive(file(bytes), reference, platform);
}

void ImageArchiveTest::docker()
{
    // The only image is the one, whatever its name.
    const auto image =
        read(tar({{"./a.json", config("arm\", \"variant\": \"v7")},
                  {"b/layer.tar", QByteArray(700, 'b')},
                  {"manifest.json", R"([{"Config": "a.json", "RepoTags": ["other:2"], )"
                                    R"("Layers": ["b/layer.tar", "b/layer.tar"]}])"}}),
             u"todo:1"_s, u"linux/arm/v7"_s);
    QVERIFY_RESULT(image);
    QCOMPARE(image->id.toUtf8(), hash(config("arm\", \"variant\": \"v7")));
    QCOMPARE(image->platform, u"linux/arm/v7"_s);
    QCOMPARE(image->size, 1400);
    QCOMPARE(image->layers, (QStringList{u"b/layer.tar"_s, u"b/layer.tar"_s}));
}

/// As docker wrote layers that two images share.
void ImageArchiveTest::dockerWithLinks()
{
    const auto image = read(tar({{"a.json", config()},
                                 {"b/layer.tar", "layer"},
                                 {"c/layer.tar", "../b/layer.tar", true},
                                 {"manifest.json", R"([{"Config": "a.json", "RepoTags": null, )"
                                                   R"("Layers": ["c/layer.tar"]}])"}}));
    QVERIFY_RESULT(image);
    QCOMPARE(image->size, 5);
    QCOMPARE(image->layers, QStringList{u"b/layer.tar"_s});
}

void ImageArchiveTest::oci()
{
    QList<Entry> files;
    const QByteArray one = manifest(files, config(), "layer", named("1"));
    files.append({"index.json", "{\"manifests\": [" + one + "]}"});
    const auto image = read(tar(files));
    QVERIFY_RESULT(image);
    QCOMPARE(image->id.toUtf8(), hash(config()));
    QCOMPARE(image->platform, u"linux/amd64"_s);
    QCOMPARE(image->size, 5);
}

void ImageArchiveTest::packed()
{
    const QByteArray plain =
        tar({{"a.json", config()}, {"manifest.json", R"([{"Config": "a.json"}])"}});
    for (const QString &tool : {u"gzip"_s, u"xz"_s}) {
        QProcess process;
        process.start(tool, {u"--stdout"_s});
        process.write(plain);
        process.closeWriteChannel();
        QVERIFY(process.waitForFinished());
        const auto image = read(process.readAllStandardOutput());
        QVERIFY_RESULT(image);
        QCOMPARE(image->id.toUtf8(), hash(config()));
    }
}

void ImageArchiveTest::several()
{
    const QByteArray docker =
        tar({{"a.json", config("amd64", "a")},
             {"b.json", config("amd64", "b")},
             {"manifest.json",
              R"([{"Config": "a.json", "RepoTags": ["shop:2", "docker.io/library/todo:1"]}, )"
              R"({"Config": "b.json", "RepoTags": ["todo:2"]}])"}});
    QList<Entry> files;
    const QByteArray a = manifest(files, config("amd64", "a"), "layer", named("1")),
                     b = manifest(files, config("amd64", "b"), "layer", named("shop:1"));
    files.append({"index.json", "{\"manifests\": [" + b + ", " + a + "]}"});
    for (const QByteArray &archive : {docker, tar(files)}) {
        const auto image = read(archive);
        QVERIFY_RESULT(image);
        QCOMPARE(image->id.toUtf8(), hash(config("amd64", "a")));
    }
    const auto none = read(docker, u"todo:3"_s);
    QVERIFY(!none);
    QCOMPARE(none.error().message, u"The archive holds several images, and none is todo:3"_s);
    QVERIFY(none.error().where.endsWith(u".tar"));
    QCOMPARE(none.error().remedy, u"It holds shop:2, docker.io/library/todo:1, todo:2. Name the "
                                  "image like one of them, or save it alone."_s);
}

void ImageArchiveTest::withoutNames()
{
    const auto image = read(tar({{"a.json", config("amd64", "a")},
                                 {"b.json", config("amd64", "b")},
                                 {"manifest.json", R"([{"Config": "a.json"}, )"
                                                   R"({"Config": "b.json"}])"}}));
    QVERIFY(!image);
    QCOMPARE(image.error().remedy, u"They have no names. Save the image by its name, or alone."_s);
}

/// Of an image for several, the one that is drawn; and what tells how it was built is none.
void ImageArchiveTest::platforms()
{
    QList<Entry> files;
    const QByteArray amd = manifest(files, config(), "a", platform("linux", "amd64")),
                     arm = manifest(files, config("arm64"), "b", platform("linux", "arm64")),
                     how = manifest(files, "{}", "c", platform("unknown", "unknown")),
                     gone = R"({"digest": "sha256:aa", "platform": {"os": "linux"}})";
    const QByteArray all = blob(
        files, "{\"manifests\": [" + QList{amd, arm, how, gone}.join(',') + "]}", named("x:1"));
    files.append({"index.json", "{\"manifests\": [" + all + "]}"});
    for (const char *machine : {"amd64", "arm64"}) {
        const auto image = read(tar(files), u"todo:1"_s, u"linux/"_s + QLatin1String(machine));
        QVERIFY_RESULT(image);
        QCOMPARE(image->id.toUtf8(), hash(config(machine)));
    }
    const auto other = read(tar(files), u"todo:1"_s, u"linux/s390x"_s);
    QVERIFY_RESULT(other);
    QCOMPARE(other->platform, u"linux/amd64, linux/arm64"_s);
}

void ImageArchiveTest::broken_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("said");
    const QString none = u"The file is no archive of an image: "_s,
                  cut = u"The archive is not complete: "_s;
    const QByteArray whole = tar({{"a.json", config()},
                                  {"b", QByteArray(5000, 'b')},
                                  {"manifest.json", R"([{"Config": "a.json", "Layers": ["b"]}])"}});
    QTest::newRow("empty") << QByteArray() << none;
    QTest::newRow("text") << QByteArray("FROM scratch\n").repeated(200) << none;
    QTest::newRow("a folder") << tar({{"etc/passwd", "root"}})
                              << u"The file is an archive, but not of an image"_s;
    QTest::newRow("cut in a header") << whole.left(700) << cut;
    QTest::newRow("cut in a layer") << whole.left(512 + 512 + 512 + 2000) << cut;
    QTest::newRow("no configuration")
        << tar({{"manifest.json", R"([{"Config": "a.json"}])"}}) << cut + u"a.json is missing"_s;
    QTest::newRow("no layer") << tar({{"a.json", config()},
                                      {"manifest.json",
                                       R"([{"Config": "a.json", "Layers": ["b"]}])"}})
                              << cut + u"b is missing"_s;
    QTest::newRow("links in a ring") << tar({{"a.json", "b.json", true},
                                             {"b.json", "a.json", true},
                                             {"manifest.json", R"([{"Config": "a.json"}])"}})
                                     << cut + u"a.json is missing"_s;
    QTest::newRow("no image") << tar({{"manifest.json", "[]"}})
                              << cut + u"it names no image that it holds"_s;
    QTest::newRow("no JSON") << tar({{"index.json", "{"}}) << cut;
    QTest::newRow("no blob") << tar({{"index.json", R"({"manifests": [{"digest": "sha256:aa"}]})"}})
                             << cut + u"blobs/sha256/aa is missing"_s;
    QList<Entry> ring{{"blobs/sha256/aa", R"({"manifests": [{"digest": "sha256:aa"}]})"},
                      {"index.json", R"({"manifests": [{"digest": "sha256:aa"}]})"}};
    QTest::newRow("an index in itself") << tar(ring) << cut + u"it names no image that it holds"_s;
}

void ImageArchiveTest::broken()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, said);
    const auto image = read(bytes);
    QVERIFY(!image);
    QVERIFY2(image.error().message.startsWith(said), qPrintable(image.error().text()));
    QVERIFY2(image.error().remedy.contains(u"docker save or podman save"),
             qPrintable(image.error().text()));
    QVERIFY(image.error().where.endsWith(u".tar"));
}

/// It alone, under the drawn names, whatever was in the archive, and the same content.
void ImageArchiveTest::copy()
{
    QList<Entry> files;
    const QByteArray layer = QByteArray(3'000'000, 'l');
    const QByteArray a = manifest(files, config("amd64", "a"), layer, named("shop:1")),
                     b = manifest(files, config("amd64", "b"), "other", named("todo:1"));
    files.append({"index.json", "{\"manifests\": [" + b + ", " + a + "]}"});
    const QString from = file(tar(files)), to = m_folder.filePath(u"copy.tar"_s);
    const auto image = readImageArchive(from, u"shop:1"_s, {});
    QVERIFY_RESULT(image);
    QVERIFY_RESULT(writeImageArchive(from, *image, {u"docker.io/library/shop:1"_s}, to));
    QVERIFY(QFile(to).size() < 3'010'000);
    const auto copied = readImageArchive(to, u"anything"_s, u"linux/amd64"_s);
    QVERIFY_RESULT(copied);
    QCOMPARE(copied->id, image->id);
    QCOMPARE(copied->size, layer.size());
    QFile bytes(to);
    QVERIFY(bytes.open(QIODevice::ReadOnly));
    QVERIFY(bytes.readAll().contains("\"docker.io/library/shop:1\""));
}

void ImageArchiveTest::copyNeedsRoom()
{
    const QString from =
        file(tar({{"a.json", config()},
                  {"b", QByteArray(5'000'000, 'b')},
                  {"manifest.json", R"([{"Config": "a.json", "Layers": ["b"]}])"}}));
    const auto image = readImageArchive(from, u"todo:1"_s, {});
    QVERIFY_RESULT(image);
    for (const QString &target : {u"/dev/full"_s, m_folder.filePath(u"nowhere/copy.tar"_s)}) {
        const auto written = writeImageArchive(from, *image, {u"todo:1"_s}, target);
        QVERIFY(!written);
        QCOMPARE(written.error().remedy, u"Make room for temporary files."_s);
    }
}

void ImageArchiveTest::stops()
{
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(!readImageArchive(file(tar({{"a", "b"}})), u"todo:1"_s, {}, stop.get_token()));
}

CHARTWRIGHT_TEST(ImageArchiveTest)
#include "test_image_archive.moc"
