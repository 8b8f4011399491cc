// SPDX-License-Identifier: Apache-2.0
#include "deploy/image_archive.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "unit/deploy/archives.h"

#include <QProcess>
#include <QTemporaryDir>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

// Of an OCI archive; gives the descriptor's JSON.
QByteArray blob(QList<ArchiveEntry> &files, const QByteArray &bytes, const QByteArray &more = {})
{
    files.append({"blobs/sha256/" + sha256(bytes), bytes});
    return "{\"digest\": \"sha256:" + sha256(bytes) + "\"" + more + "}";
}

QByteArray manifest(QList<ArchiveEntry> &files, const QByteArray &config, const QByteArray &layer,
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
        read(archiveOf({{"./a.json", configOf("arm\", \"variant\": \"v7")},
                        {"b/layer.tar", QByteArray(700, 'b')},
                        {"manifest.json", R"([{"Config": "a.json", "RepoTags": ["other:2"], )"
                                          R"("Layers": ["b/layer.tar", "b/layer.tar"]}])"}}),
             u"todo:1"_s, u"linux/arm/v7"_s);
    QVERIFY_RESULT(image);
    QCOMPARE(image->id.toUtf8(), sha256(configOf("arm\", \"variant\": \"v7")));
    QCOMPARE(image->platform, u"linux/arm/v7"_s);
    QCOMPARE(image->size, 1400);
    QCOMPARE(image->layers, (QStringList{u"b/layer.tar"_s, u"b/layer.tar"_s}));
}

/// As docker wrote layers that two images share.
void ImageArchiveTest::dockerWithLinks()
{
    const auto image =
        read(archiveOf({{"a.json", configOf()},
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
    QList<ArchiveEntry> files;
    const QByteArray one = manifest(files, configOf(), "layer", named("1"));
    files.append({"index.json", "{\"manifests\": [" + one + "]}"});
    const auto image = read(archiveOf(files));
    QVERIFY_RESULT(image);
    QCOMPARE(image->id.toUtf8(), sha256(configOf()));
    QCOMPARE(image->platform, u"linux/amd64"_s);
    QCOMPARE(image->size, 5);
}

void ImageArchiveTest::packed()
{
    const QByteArray plain =
        archiveOf({{"a.json", configOf()}, {"manifest.json", R"([{"Config": "a.json"}])"}});
    for (const QString &tool : {u"gzip"_s, u"xz"_s}) {
        QProcess process;
        process.start(tool, {u"--stdout"_s});
        process.write(plain);
        process.closeWriteChannel();
        QVERIFY(process.waitForFinished());
        const auto image = read(process.readAllStandardOutput());
        QVERIFY_RESULT(image);
        QCOMPARE(image->id.toUtf8(), sha256(configOf()));
    }
}

void ImageArchiveTest::several()
{
    const QByteArray docker =
        archiveOf({{"a.json", configOf("amd64", "a")},
                   {"b.json", configOf("amd64", "b")},
                   {"manifest.json",
                    R"([{"Config": "a.json", "RepoTags": ["shop:2", "docker.io/library/todo:1"]}, )"
                    R"({"Config": "b.json", "RepoTags": ["todo:2"]}])"}});
    QList<ArchiveEntry> files;
    const QByteArray a = manifest(files, configOf("amd64", "a"), "layer", named("1")),
                     b = manifest(files, configOf("amd64", "b"), "layer", named("shop:1"));
    files.append({"index.json", "{\"manifests\": [" + b + ", " + a + "]}"});
    for (const QByteArray &archive : {docker, archiveOf(files)}) {
        const auto image = read(archive);
        QVERIFY_RESULT(image);
        QCOMPARE(image->id.toUtf8(), sha256(configOf("amd64", "a")));
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
    const auto image = read(archiveOf({{"a.json", configOf("amd64", "a")},
                                       {"b.json", configOf("amd64", "b")},
                                       {"manifest.json", R"([{"Config": "a.json"}, )"
                                                         R"({"Config": "b.json"}])"}}));
    QVERIFY(!image);
    QCOMPARE(image.error().remedy, u"They have no names. Save the image by its name, or alone."_s);
}

/// Of an image for several, the one that is drawn; and what tells how it was built is none.
void ImageArchiveTest::platforms()
{
    QList<ArchiveEntry> files;
    const QByteArray amd = manifest(files, configOf(), "a", platform("linux", "amd64")),
                     arm = manifest(files, configOf("arm64"), "b", platform("linux", "arm64")),
                     how = manifest(files, "{}", "c", platform("unknown", "unknown")),
                     gone = R"({"digest": "sha256:aa", "platform": {"os": "linux"}})";
    const QByteArray all = blob(
        files, "{\"manifests\": [" + QList{amd, arm, how, gone}.join(',') + "]}", named("x:1"));
    files.append({"index.json", "{\"manifests\": [" + all + "]}"});
    for (const char *machine : {"amd64", "arm64"}) {
        const auto image =
            read(archiveOf(files), u"todo:1"_s, u"linux/"_s + QLatin1String(machine));
        QVERIFY_RESULT(image);
        QCOMPARE(image->id.toUtf8(), sha256(configOf(machine)));
    }
    const auto other = read(archiveOf(files), u"todo:1"_s, u"linux/s390x"_s);
    QVERIFY_RESULT(other);
    QCOMPARE(other->platform, u"linux/amd64, linux/arm64"_s);
}

void ImageArchiveTest::broken_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("said");
    const QString none = u"The file is no archive of an image: "_s,
                  cut = u"The archive is not complete: "_s;
    const QByteArray whole =
        archiveOf({{"a.json", configOf()},
                   {"b", QByteArray(5000, 'b')},
                   {"manifest.json", R"([{"Config": "a.json", "Layers": ["b"]}])"}});
    QTest::newRow("empty") << QByteArray() << none;
    QTest::newRow("text") << QByteArray("FROM scratch\n").repeated(200) << none;
    QTest::newRow("a folder") << archiveOf({{"etc/passwd", "root"}})
                              << u"The file is an archive, but not of an image"_s;
    QTest::newRow("cut in a header") << whole.left(700) << cut;
    QTest::newRow("cut in a layer") << whole.left(512 + 512 + 512 + 2000) << cut;
    QTest::newRow("no configuration") << archiveOf({{"manifest.json", R"([{"Config": "a.json"}])"}})
                                      << cut + u"a.json is missing"_s;
    QTest::newRow("no layer") << archiveOf({{"a.json", configOf()},
                                            {"manifest.json",
                                             R"([{"Config": "a.json", "Layers": ["b"]}])"}})
                              << cut + u"b is missing"_s;
    QTest::newRow("links in a ring") << archiveOf({{"a.json", "b.json", true},
                                                   {"b.json", "a.json", true},
                                                   {"manifest.json", R"([{"Config": "a.json"}])"}})
                                     << cut + u"a.json is missing"_s;
    QTest::newRow("no image") << archiveOf({{"manifest.json", "[]"}})
                              << cut + u"it names no image that it holds"_s;
    QTest::newRow("no JSON") << archiveOf({{"index.json", "{"}}) << cut;
    QTest::newRow("no blob") << archiveOf(
                                    {{"index.json", R"({"manifests": [{"digest": "sha256:aa"}]})"}})
                             << cut + u"blobs/sha256/aa is missing"_s;
    QList<ArchiveEntry> ring{{"blobs/sha256/aa", R"({"manifests": [{"digest": "sha256:aa"}]})"},
                             {"index.json", R"({"manifests": [{"digest": "sha256:aa"}]})"}};
    QTest::newRow("an index in itself")
        << archiveOf(ring) << cut + u"it names no image that it holds"_s;
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
    QList<ArchiveEntry> files;
    const QByteArray layer = QByteArray(3'000'000, 'l');
    const QByteArray a = manifest(files, configOf("amd64", "a"), layer, named("shop:1")),
                     b = manifest(files, configOf("amd64", "b"), "other", named("todo:1"));
    files.append({"index.json", "{\"manifests\": [" + b + ", " + a + "]}"});
    const QString from = file(archiveOf(files)), to = m_folder.filePath(u"copy.tar"_s);
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
        file(archiveOf({{"a.json", configOf()},
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
    QVERIFY(!readImageArchive(file(archiveOf({{"a", "b"}})), u"todo:1"_s, {}, stop.get_token()));
}

CHARTWRIGHT_TEST(ImageArchiveTest)
#include "test_image_archive.moc"
