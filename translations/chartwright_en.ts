<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
  <context>
    <name>chartwright</name>
    <message numerus="yes">
      <source>%1, %n bytes</source>
      <translation>
        <numerusform>%1, %n byte</numerusform>
        <numerusform>%1, %n bytes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%1: %n key(s)</source>
      <translation>
        <numerusform>%1: %n key</numerusform>
        <numerusform>%1: %n keys</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n bytes that are no text</source>
      <translation>
        <numerusform>%n byte that is no text</numerusform>
        <numerusform>%n bytes that are no text</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n error(s)</source>
      <translation>
        <numerusform>%n error</numerusform>
        <numerusform>%n errors</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n errors</source>
      <translation>
        <numerusform>%n error</numerusform>
        <numerusform>%n errors</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n field(s) to change</source>
      <translation>
        <numerusform>%n field to change</numerusform>
        <numerusform>%n fields to change</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n file(s)</source>
      <translation>
        <numerusform>%n file</numerusform>
        <numerusform>%n files</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n file(s) were made or changed by somebody else.</source>
      <translation>
        <numerusform>%n file was made or changed by somebody else.</numerusform>
        <numerusform>%n files were made or changed by somebody else.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n found</source>
      <translation>
        <numerusform>%n found</numerusform>
        <numerusform>%n found</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n more</source>
      <translation>
        <numerusform>%n more</numerusform>
        <numerusform>%n more</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n more line(s)</source>
      <translation>
        <numerusform>%n more line</numerusform>
        <numerusform>%n more lines</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n object(s) differ.</source>
      <translation>
        <numerusform>%n object differs.</numerusform>
        <numerusform>%n objects differ.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n object(s) that Chartwright made. The namespace stays.</source>
      <translation>
        <numerusform>%n object that Chartwright made. The namespace stays.</numerusform>
        <numerusform>%n objects that Chartwright made. The namespace stays.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n secret value(s)</source>
      <translation>
        <numerusform>%n secret value</numerusform>
        <numerusform>%n secret values</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n selected</source>
      <translation>
        <numerusform>%n selected</numerusform>
        <numerusform>%n selected</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n setting(s)</source>
      <translation>
        <numerusform>%n setting</numerusform>
        <numerusform>%n settings</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n thing(s) were left out or changed.</source>
      <translation>
        <numerusform>%n thing was left out or changed.</numerusform>
        <numerusform>%n things were left out or changed.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n warning(s)</source>
      <translation>
        <numerusform>%n warning</numerusform>
        <numerusform>%n warnings</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n warnings</source>
      <translation>
        <numerusform>%n warning</numerusform>
        <numerusform>%n warnings</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>A drawing that cannot be read now may use %n of them.</source>
      <translation>
        <numerusform>A drawing that cannot be read now may use one of them.</numerusform>
        <numerusform>A drawing that cannot be read now may use %n of them.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Change %1 of %n nodes</source>
      <translation>
        <numerusform>Change %1 of %n node</numerusform>
        <numerusform>Change %1 of %n nodes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Copied, for %n seconds</source>
      <translation>
        <numerusform>Copied, for %n second</numerusform>
        <numerusform>Copied, for %n seconds</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Copy %n nodes</source>
      <translation>
        <numerusform>Copy %n node</numerusform>
        <numerusform>Copy %n nodes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Cut %n nodes</source>
      <translation>
        <numerusform>Cut %n node</numerusform>
        <numerusform>Cut %n nodes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Delete %n nodes</source>
      <translation>
        <numerusform>Delete %n node</numerusform>
        <numerusform>Delete %n nodes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Duplicate %n nodes</source>
      <translation>
        <numerusform>Duplicate %n node</numerusform>
        <numerusform>Duplicate %n nodes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Exported to %1: %n file(s) written.</source>
      <translation>
        <numerusform>Exported to %1: %n file written.</numerusform>
        <numerusform>Exported to %1: %n files written.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Follows %n pod(s).</source>
      <translation>
        <numerusform>Follows %n pod.</numerusform>
        <numerusform>Follows %n pods.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Forget %n values?</source>
      <translation>
        <numerusform>Forget one value?</numerusform>
        <numerusform>Forget %n values?</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Keep %n value(s) in the keychain?</source>
      <translation>
        <numerusform>Keep %n value in the keychain?</numerusform>
        <numerusform>Keep %n values in the keychain?</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Move %n nodes</source>
      <translation>
        <numerusform>Move %n node</numerusform>
        <numerusform>Move %n nodes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Nothing was changed: %n field(s) belong to somebody else. Take, keep or adopt each.</source>
      <translation>
        <numerusform>Nothing was changed: %n field belongs to somebody else. Take, keep or adopt it.</numerusform>
        <numerusform>Nothing was changed: %n fields belong to somebody else. Take, keep or adopt each.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Nothing was changed: the cluster would refuse %n object(s). Problems tell why.</source>
      <translation>
        <numerusform>Nothing was changed: the cluster would refuse %n object. Problems tell why.</numerusform>
        <numerusform>Nothing was changed: the cluster would refuse %n objects. Problems tell why.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Other drawings use %n of them.</source>
      <translation>
        <numerusform>Other drawings use one of them.</numerusform>
        <numerusform>Other drawings use %n of them.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Paste %n nodes</source>
      <translation>
        <numerusform>Paste %n node</numerusform>
        <numerusform>Paste %n nodes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Putting %n value(s) into the keychain…</source>
      <translation>
        <numerusform>Putting a value into the keychain…</numerusform>
        <numerusform>Putting %n values into the keychain…</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Show all %n keys</source>
      <translation>
        <numerusform>Show %n key</numerusform>
        <numerusform>Show all %n keys</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Taking %n value(s) out of the keychain…</source>
      <translation>
        <numerusform>Taking one value out of the keychain…</numerusform>
        <numerusform>Taking %n values out of the keychain…</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>The clipboard is cleared after %n seconds.</source>
      <translation>
        <numerusform>The clipboard is cleared after %n second.</numerusform>
        <numerusform>The clipboard is cleared after %n seconds.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>The cluster would refuse %n object(s).</source>
      <translation>
        <numerusform>The cluster would refuse %n object.</numerusform>
        <numerusform>The cluster would refuse %n objects.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>The drawing has %n error(s).</source>
      <translation>
        <numerusform>The drawing has %n error.</numerusform>
        <numerusform>The drawing has %n errors.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>The files of the drawings of %n of them are gone. One that was only moved still needs its values.</source>
      <translation>
        <numerusform>The file of the drawing of one of them is gone. If it was only moved, it still needs its value.</numerusform>
        <numerusform>The files of the drawings of %n of them are gone. One that was only moved still needs its values.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>The open drawing uses %n of them.</source>
      <translation>
        <numerusform>The open drawing uses one of them.</numerusform>
        <numerusform>The open drawing uses %n of them.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Undo could still bring %n of them back.</source>
      <translation>
        <numerusform>Undo could still bring one of them back.</numerusform>
        <numerusform>Undo could still bring %n of them back.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>and %n more</source>
      <translation>
        <numerusform>and %n more</numerusform>
        <numerusform>and %n more</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>gets %n key(s)</source>
      <translation>
        <numerusform>gets %n key</numerusform>
        <numerusform>gets %n keys</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>new, with %n key(s)</source>
      <translation>
        <numerusform>new, with %n key</numerusform>
        <numerusform>new, with %n keys</numerusform>
      </translation>
    </message>
  </context>
</TS>
