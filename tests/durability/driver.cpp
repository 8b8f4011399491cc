// SPDX-License-Identifier: Apache-2.0
#include "document/document.h"
#include "kinds/registry.h"
#include "project/autosave.h"
#include "project/export.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QTimer>
#include <cstdio>
#include <ctime>
#include <unistd.h>

// driver edit FOLDER SEED NODES    edits and saves until it is killed; tells each edit and save
// driver export FOLDER SEED NODES  exports one drawing after another until it is killed
// driver verify FOLDER             tells what a person would find: "project N", "sidecar N"
using namespace chartwright;

namespace {

const Path marker(QStringLiteral("description"));

qint64 now()
{
    timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return qint64(t.tv_sec) * 1000 + t.tv_nsec / 1'000'000;
}

void tell(const QByteArray &line)
{
    // In one write, so that a kill cannot leave half a line.
    if (::write(STDOUT_FILENO, line.constData(), size_t(line.size())) < 0)
        _exit(3);
}

Topology drawing(int nodes)
{
    Topology topology = emptyTopology();
    for (int i = 0; i < nodes; ++i) {
        Resource r;
        r.id = {QStringLiteral("config-%1").arg(i)};
        r.kind = QStringLiteral("ConfigMap");
        r.name = QStringLiteral("config-%1").arg(i);
        r.valuesKey = QStringLiteral("config%1").arg(i);
        r.fields = Map{{QStringLiteral("data"), Map{{QStringLiteral("TEXT"), QString(100, u'x')}}}};
        topology.put(std::move(r));
    }
    return topology;
}

Edit edit(const Document &document, int number)
{
    return setField(document.topology(), document.refs(), document.topology().chart()->id, marker,
                    Value(QString::number(number)));
}

int numberIn(const Topology &topology)
{
    return topology.chart()->fields[marker.text()].toString().toInt();
}

class Editing : public QObject
{
public:
    Editing(const QString &folder, quint32 seed, int nodes)
        : m_document(allKinds()), m_path(projectFilePath(folder)), m_random(seed),
          m_saves(m_random.bounded(2) == 0)
    {
        m_document.reset(drawing(nodes), m_path);
        connect(&m_document, &Document::changed, this,
                [this] { m_autosave.noteChange(m_document.topology()); });
        save();
        QTimer::singleShot(0, this, &Editing::step);
    }

private:
    void step()
    {
        m_document.push(edit(m_document, ++m_number));
        tell("edit " + QByteArray::number(m_number) + ' ' + QByteArray::number(now()) + '\n');
        if (m_saves && m_random.bounded(25) == 0)
            save();
        QTimer::singleShot(m_random.bounded(30), this, &Editing::step);
    }

    void save()
    {
        const auto hash = saveProject(m_document.topology(), m_path);
        if (!hash)
            qFatal("%s", qPrintable(hash.error().text()));
        m_document.setSaved(m_path);
        m_autosave.start(m_path, {}, *hash);
        tell("saved " + QByteArray::number(m_number) + ' ' + QByteArray::number(now()) + '\n');
    }

    Document m_document;
    Autosave m_autosave;
    QString m_path;
    QRandomGenerator m_random;
    bool m_saves; ///< others have only the autosave
    int m_number = 0;
};

int exportOnAndOn(const QString &folder, int nodes)
{
    Document document(allKinds());
    document.reset(drawing(nodes), {});
    for (int number = 1;; ++number) {
        // Fewer and more resources in turn: files come and go.
        document.reset(drawing(number % 2 ? nodes : nodes / 2), {});
        document.push(edit(document, number));
        const auto report = exportChart(document.topology(), folder);
        if (!report)
            qFatal("%s", qPrintable(report.error().text()));
        if (!report->kept.isEmpty())
            qFatal("not known as ours: %s", qPrintable(report->kept.join(u' ')));
        tell("exported " + QByteArray::number(number) + ' ' + QByteArray::number(now()) + '\n');
    }
}

int verify(const QString &folder)
{
    if (QFileInfo::exists(projectFilePath(folder))) {
        const auto project = loadProject(folder, allKinds());
        if (!project)
            qFatal("%s", qPrintable(project.error().text()));
        tell("project " + QByteArray::number(numberIn(project->topology)) + '\n');
    }
    for (const Recoverable &work : recoverable()) {
        const auto found = readRecoverable(work, allKinds());
        if (!found)
            qFatal("%s", qPrintable(found.error().text()));
        tell("sidecar " + QByteArray::number(numberIn(found->topology)) + '\n');
    }
    return 0;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("durability"));
    const QStringList arguments = QCoreApplication::arguments();
    const QString mode = arguments.value(1), folder = arguments.value(2);
    if (mode == u"verify")
        return verify(folder);
    if (mode == u"export")
        return exportOnAndOn(folder, arguments.value(4).toInt());
    const Editing editing(folder, arguments.value(3).toUInt(), arguments.value(4).toInt());
    return QCoreApplication::exec();
}
