// SPDX-License-Identifier: Apache-2.0
#include "panels/preview_job.h"

#include "base/on_worker.h"
#include "chart/chart_writer.h"
#include "model/kind_spec.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("PreviewJob", text); }

Result<RenderInput> inputOf(const PreviewRequest &request)
{
    RenderInput input;
    const ResourcePtr chart = request.topology.chart();
    input.release = chart ? chart->name : QStringLiteral("release");
    if (const ResourcePtr release = request.topology.find(request.release)) {
        input.release = release->name;
        input.ns = release->fields[u"namespace"].toString(input.ns);
        input.values = overrideValues(request.topology, *release);
    }
    // In Helm's order.
    for (const bool asStrings : {false, true}) {
        QStringList sets;
        for (const SetOption &option : setsOf(request.set)) {
            if (option.asString == asStrings)
                sets.append(option.text);
        }
        if (sets.isEmpty())
            continue;
        const auto values = parseSet(sets, asStrings);
        if (!values)
            return tl::unexpected(values.error());
        input.values = mergeValues(input.values, *values);
    }
    return input;
}

QList<PreviewItem> itemsOf(const PreviewRequest &request, const QList<Rendered> &rendered)
{
    QList<PreviewItem> out;
    QList<Rendered> shown;
    for (const Rendered &r : rendered) {
        if (request.selectionOnly && !request.selection.contains(r.resource))
            continue;
        shown.append(r);
        out.append({r.kind + u'/' + r.name, r.name, r.resource, r.text + '\n'});
    }
    const ResourcePtr chart = request.topology.chart();
    if (shown.size() > 1)
        out.prepend(
            {{}, tr("All manifests"), {}, manifestStream(chart ? chart->name : QString(), shown)});
    return out;
}

PreviewResult manifestsOf(const PreviewRequest &request)
{
    PreviewResult out;
    out.manifests = true;
    auto input = inputOf(request);
    const auto rendered = input ? render(request.topology, *input) : tl::unexpected(input.error());
    if (!rendered) {
        out.error = rendered.error();
        return out;
    }
    out.items = itemsOf(request, *rendered);
    if (input->values.isEmpty())
        return out;
    out.plain.emplace();
    input->values = {};
    if (const auto plain = render(request.topology, *input)) {
        for (const PreviewItem &item : itemsOf(request, *plain))
            out.plain->insert(item.name, item.text);
    }
    return out;
}

PreviewResult filesOf(const PreviewRequest &request)
{
    PreviewResult out;
    const auto files = chartFiles(request.topology);
    if (!files) {
        out.error = files.error();
        return out;
    }
    QHash<QString, ResourceId> owners;
    const auto names = fileNames(writtenResources(request.topology));
    for (auto it = names.cbegin(); it != names.cend(); ++it)
        owners.insert(it.value(), it.key());
    for (const ChartFile &file : *files) {
        const ResourceId owner = owners.value(file.path);
        if (!request.selectionOnly || request.selection.contains(owner))
            out.items.append({file.path, file.path.section(u'/', -1), owner, file.bytes});
    }
    return out;
}

} // namespace

QList<SetOption> setsOf(const QString &text)
{
    static const QRegularExpression flag(QStringLiteral("(^|\\s+)--set(-string)?(\\s+|=|$)"));
    QList<SetOption> out;
    qsizetype from = 0;
    bool asString = false;
    const auto add = [&](qsizetype to) {
        const QString part = text.mid(from, to - from).trimmed();
        if (!part.isEmpty())
            out.append({part, asString});
    };
    for (auto it = flag.globalMatch(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        add(match.capturedStart());
        from = match.capturedEnd();
        asString = match.hasCaptured(2);
    }
    add(text.size());
    return out;
}

PreviewResult makePreview(const PreviewRequest &request)
{
    return request.manifests ? manifestsOf(request) : filesOf(request);
}

void PreviewJob::start(const PreviewRequest &request)
{
    if (m_running)
        m_next = request;
    else
        run(request);
}

void PreviewJob::run(const PreviewRequest &request)
{
    m_running = true;
    onWorker(
        this, [request] { return makePreview(request); },
        [this](const PreviewResult &result) {
            m_running = false;
            if (m_next)
                run(*std::exchange(m_next, std::nullopt));
            else
                emit done(result);
        });
}

} // namespace chartwright
