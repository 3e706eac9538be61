// Reads a calendar on the standard input with ical.js, at its strictest, and tells its events.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const ICAL = createRequire(`${process.argv[2]}/`)("ical.js");
ICAL.design.strict = true;

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf-8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}
const instant = time => time.isDate ? time.toString() : time.toJSDate().getTime() / 1000;
const events = calendar.getAllSubcomponents("vevent").map(each => {
  const event = new ICAL.Event(each);
  const said = each.getFirstPropertyValue("status");
  return [instant(event.startDate), instant(event.endDate), event.summary, said];
});
process.stdout.write(JSON.stringify(events));
