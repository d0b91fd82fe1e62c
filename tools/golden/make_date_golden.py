"""Writes what python-dateutil and strptime take: {dateutil,strptime}.golden.json in packages/expectations/src/patterns.

    python tools/golden/make_date_golden.py     # Python 3.11 with python-dateutil
"""

import datetime
import json
import pathlib
import random
import warnings

from dateutil.parser import parse, parserinfo

warnings.simplefilter("ignore")
TARGET = pathlib.Path(__file__).parents[2] / "packages/expectations/src/patterns"
TODAY = datetime.datetime(2024, 4, 30)


def info():
    made = parserinfo()
    made._year, made._century = TODAY.year, 2000
    return made


def dateutil_takes(text):
    try:
        parse(text, parserinfo=info(), default=TODAY)
        return True
    except (ValueError, OverflowError):
        return False


WRITTEN = """2019-04-01|2019-4-1|2019/04/01|2019.04.01|20190401|190401|01/01/2010|1/1/10|13/01/2010|31/12/1999|12/31/1999|32/01/2010|01/32/2010|00/01/2010|2010-13-01|2010-02-30|2010-02-29|2012-02-29|29 Feb 2010|29 Feb 2012|29 Feb 00|29 Feb 1900|abc|cat|dog|horse||   |.|-|/|:|,|;|'|at|on|and|ad|m|t|of|st|a|am|pm|p|h|s|z|Z|UTC|now|today|tomorrow|never|nan|inf|Infinity|NaN|None|null|True|1|9|10|12|13|31|32|99|100|101|1000|1999|2024|9999|10000|99999|123456|1234567|12345678|123456789|1234567890|123456789012|12345678901234|123456789012345|20240131|20241331|20240132|202401311259|202401312459|20240131125959|20240131125960|240131|241331|991231|000000|0|00|0000|-1|+1|1.5|1.0|31.0|10.5|1e5|1e-05|0x10|1,5|10,5|1,000|1_000|½|²|٣|٢٠٢٤-٠١-٣١|2024年1月31日|Jan|jan|JAN|January|Janu|Feb|Sept|Sep|Septe|Sep.|Jan.|Mon|Monday|Mond|mon|Tues|Tue|Thurs|Sat|Sun|Sunday, 1|Mon 1|Mon Jan|Jan 1|1 Jan|Jan 2024|2024 Jan|Jan 31 2024|31 Jan 2024|31-Jan-2024|31-Jan-24|31/Jan/24|Jan-31-2024|Jan/31/2024|Jan-31|Jan-99|Jan-2024|Jan of 24|Jan of 2024|Jan of x|1 of Jan|1st of Jan|1st of January 2024|2nd Feb 2024|3rd March 2024|4th of July, 2024|11th|21st|1th|31st Feb|30th Feb|29th Feb|30 Feb 2024|30-Feb|31-Apr|31 Apr 2024|31 April|Apr 31|June 31st|Feb 30 24|24 Feb 30|99 Jan 01|01 Jan 99|01-99-Jan|99-01-Jan|Jan 99 01|Jan 2003 25|Apr-2003-25|2003-25-Apr|2003-Apr-25|25-Apr-2003|25.Apr.2003|Apr.25.2003|Sep.20.2009|20.Sep.2009|2009.Sep.20|10.11.12|10-11-12|32-01-02|01-02-32|01-32-02|13-14-15|12-13-14|1-2-3-4|2024-01-01-01|2024-01|2024-13|2024/1|1/2024|13/2024|12/99|99/12|31/12|12/31|13/13|1/1|1.1|1.13|1.2.3|1.2.3.4|1:2|10:30|10:3|25:00|24:00|23:59|23:60|10:30:59|10:30:60|10:30:61|10:30:59.123|10:30:59.1234567|10:30:59,123|10:30.5|10:30.5.5|10:|:30|10:30:|10:30 am|10:30am|10:30 AM|13:30 am|13:30 pm|12:30 am|12:30 pm|0:30 pm|am 10:30|10am|10 am|10 a.m.|10 a.m|10 p.m.|12am|12 am|13am|23 pm|23pm|24pm|25pm|24 pm|10:30 a|10:30 p|10:30 x|10h|10 h|10h30|10h30m|10h30m15|10h30m15s|10h30m15.5s|10.5h|10 h 30|10 h 30 m|10h 30m 15s|10 hours|1 hour 2 minutes|36 h|25h|61m|61s|30m|15s|15 s|1 day|2 weeks|10m 5|10 m 5|5 minutes ago|2024-01-31T10:30|2024-01-31T10:30:59|2024-01-31T10:30:59Z|2024-01-31T10:30:59z|2024-01-31T10:30:59+01:00|2024-01-31T10:30:59+0100|2024-01-31T10:30:59+01|2024-01-31T10:30:59+1|2024-01-31T10:30:59-0300|2024-01-31T10:30:59+010|2024-01-31T10:30:59+01000|2024-01-31T10:30:59+|2024-01-31T10:30:59+x|2024-01-31T10:30:59+ 1|2024-01-31T10:30:59+99:99|2024-01-31T10:30:59+25:00|2024-01-31T10:30:59.999999Z|2024-01-31T24:00:00|2024-01-31T10|2024-01-31T1030|2024-01-31T103059|2024-01-31T103059.5|2024-01-31 10|2024-01-31 1030|2024-01-31 10:30 UTC|2024-01-31 10:30 GMT|2024-01-31 10:30 EST|2024-01-31 10:30 ABCDE|2024-01-31 10:30 ABCDEF|2024-01-31 10:30 est|2024-01-31 10:30 utc|2024-01-31 10:30 GMT+3|2024-01-31 10:30 GMT-3|2024-01-31 10:30 UTC+3|2024-01-31 10:30 UTC+03:00|2024-01-31 10:30 BRST+3|2024-01-31 10:30 BRST-3 (ABC)|2024-01-31 10:30 -0300 (BRST)|2024-01-31 10:30 -03:00 (BRST)|2024-01-31 10:30 -0300 (B)|2024-01-31 10:30 -0300 (brst)|2024-01-31 10:30 -0300(BRST)|2024-01-31 10:30 EST EST|2024-01-31 10:30 Z Z|2024-01-31 EST|2024-01-31 Z|2024-01-31Z|EST|EST 10:30|10:30 EST|Thu, 25 Sep 2003 10:49:41 -0300|Thu Sep 25 10:36:28 2003|Thu Sep 25 10:36:28 BRST 2003|Thu Sep 25 2003|Sep 25 2003|Sep 2003|Sep 03|25 Sep 2003|2003-09-25T10:49:41.5-03:00|2003-09-25T10:49:41.5|2003-09-25T10|20030925T104941.5-0300|20030925T104941-0300|20030925T104941|20030925T1049|20030925T10|20030925|199709020908|19970902090807|2003-09-25|2003-Sep-25|09-25-2003|25-09-2003|10-09-2003|10-09-03|2003.09.25|09.25.2003|2003/09/25|09/25/2003|2003 09 25|2003 Sep 25|09 25 2003|25 09 2003|10 09 2003|10 09 03|25 09 03|03 25 Sep|25 03 Sep|  July   4 ,  1976   12:01:02   am  |this is not a date|a date|Wed, July 10, '96|1996.07.10 AD at 15:08:56 PDT|1996.July.10 AD 12:08 PM|Tuesday, April 12, 1952 AD 3:30:42pm PST|November 5, 1994, 8:15:30 am EST|1994-11-05T08:15:30-05:00|1994-11-05T08:15:30Z|July 4, 1976|7 4 1976|4 jul 1976|7-4-76|19760704|0:01:02|12h 01m02s am|0:01:02 on July 4, 1976|July 4, 1976 12:01:02 am|Mon Jan  2 04:24:27 1995|04.04.95 00:22|Jan 1 1999 11:23:34.578|950404 122212|0:00 PM, PST|12:08 PM|5:50 A.M. on June 13, 1990|3rd of May 2001|5th of March 2001|1st of May 2003|01h02m03|01h02|01h02s|01m02|01m02h|2004 10 Apr 11h30m|01/Foo/2007|Ad|AD|ad 2024|2024 ad|Q1 2024|2024-Q1|2024W05|2024-W05-1|2024-031|W|week 5|T10:30|10T30|T|2024-T|2024-01-T|2024-01-31T|2024-01-31 T 10:30|2024-01-31t10:30|2024-01-31_10:30|2024:01:31|2024:01:31 10:30:00|2024-01-31 10-30-00|2024-01-31 10.30|2024-01-31 10.30.00|31.01.2024 10:30|31.1.24|31. 1. 2024|31.|31. Jan|1.Jan|1.Jan.2024|$10|10%|10 %|#1|(1)|[1]|1)|"2024-01-31"|'2024-01-31'|'96|96'|2024\\01\\31|2024|2024-01-31,|,2024-01-31|;2024-01-31;|2024-01-31;10:30|-2024-01-31|+2024-01-31|2024--01|2024-01-|2024-|-01|01-|1-|1/|1/2/|1/2/3/|1/2/3/4|1//2|0001-01-01|0000-01-01|9999-12-31|10000-01-01|99999-01-01|2024-00-01|2024-01-00|0-0-0|1-1-1|0/0/0|100-1-1|1-100-1|1-1-100|100 100|100 1 1 1|1 1 1 1|1 2 3 4 5|31 31|31 12|12 31 99|1 Jan Feb|Jan Feb|Jan Jan 1|Mon Tue|Mon Mon|12:00 13:00|12:00 12:00 am|10 am pm|10am pm|10 pm 5|5 10 pm|noon|midnight|12 noon|12.01.2024.|2024-01-31 .|...|a.b.c|1.a|1.a.2|a1|1a|1b|10x|x10|2x2|1p|1a2|10a30|foo 2024-01-31|2024-01-31 foo|2024-01-31foo|foo2024-01-31|ID-2024-01-31|user@example.com|192.168.0.1|+1 555 123 4567|555-1234|12-34-56-78|AB-1234|1,234.56|1.234,56|12,34,56|99,12|99.12.31.|31,12,99|Jan,1,2024|Jan 1,2024|Jan 1, 24|é|日本|2024-01-31\t10:30|2024-01-31\n10:30|2024-01-31\u00a010:30|\ufeff2024-01-31|2024-01-31\x00|2024\u201301\u201331|2024−01−31""".split("|")


def generated():
    picker = random.Random(7)
    days = ["1", "01", "9", "13", "29", "30", "31", "32", "0", "1st", "22nd", "31st"]
    months = ["1", "02", "9", "12", "13", "Jan", "february", "Sept", "Dec", "Foo"]
    years = ["1", "24", "99", "031", "1900", "2000", "2023", "2024", "10000"]
    times = ["", "10:30", "25:00", "10:30:59.5", "10 am", "13 pm", "10h", "T10", "23:59:60", "1030", "103059"]
    zones = ["", "Z", "UTC", "+01:00", "-0300", "GMT+3", "EST", "abc", "+1", "+01000"]
    texts = set()
    while len(texts) < 450:
        parts = [picker.choice(days), picker.choice(months), picker.choice(years)]
        picker.shuffle(parts)
        del parts[picker.choice([1, 2, 3, 3, 3]) :]
        date = picker.choice(["-", "/", ".", " ", ", "]).join(parts)
        time = picker.choice(times) if picker.random() < 0.5 else ""
        zone = picker.choice(zones) if time and picker.random() < 0.6 else ""
        order = [date, time, zone] if picker.random() < 0.8 else [time, zone, date]
        texts.add(picker.choice([" ", " ", "T", ""]).join(part for part in order if part))
    return sorted(texts)


FORMATS = {
    "%Y-%m-%d": "2024-01-31 2024-2-9 2024-02-29 2023-02-29 2024-13-01 0000-01-01 0001-01-01 24-01-01 2024-1-1x ٢٠٢٤-٠١-٣١ 2024-1-٣ 2024-01-32 2024-01-00 02024-01-01 2024/01/01 2024-01-3\n",
    "%m-%d-%Y": "01-01-2019 1-1-2019 01/20/2019 13-01-2019 2-30-2020 2-29-2020 12-31-9999",
    "%d %b %Y": "1 Jan 2024|01 JAN 2024|31 feb 2024|29 Feb 2024|1 January 2024|1  Jan  2024|1\tJan\n2024|1Jan 2024| 1 Jan 2024|3 Sept 2024|1\u00a0Jan\u20282024",
    "%d %B %Y": "1 January 2024|1 Jan 2024|1 MAY 2024|1 may 2024|1 december 2024|1 Septembe 2024",
    "%d%m%Y": "01012024 1012024 112024 31122024 3112024 011224",
    "%m%d": "0101 11 111 1231 131 0229 0230",
    "%Y%m%d": "20240131 2024131 202411 20241301 20240230",
    "%H:%M:%S": "10:30:59 1:2:3 24:00:00 23:59:60 23:59:61 23:59:62 10:60:00 00:00:00 10:30:5x",
    "%H:%M:%S.%f": "10:30:59.1 10:30:59.123456 10:30:59.1234567 10:30:59. 10:30:59.٣",
    "%I:%M %p": "10:30 AM|10:30 pm|13:30 PM|00:30 AM|1:30 am|12:59 Pm|10:30  AM|10:30 XM|10:30 ",
    "%I": "0 00 01 1 12 13",
    "%y": "00 68 69 99 1 100 2024",
    "%d/%m/%y": "29/02/00 29/02/01 29/02/68 29/02/69 29/02/72 31/12/99 1/1/1",
    "%j": "1 001 366 367 000 0 365 99 1000",
    "%Y-%j": "2023-366 2024-366 2024-1 2024-001 2024-000 9999-366 9999-365",
    "%Y %U %w": "2024 0 0|2024 00 0|2024 53 6|2024 54 0|2024 1 7|1 0 0|0001 00 0|0001 0 1|9999 53 6|2024 52 6",
    "%Y %W %a": "2024 1 Mon|2024 53 Sun|2024 00 sun|2024 1 Mond|9999 53 Sun|0001 00 mon",
    "%Y %U": "2024 10|2024 60|0000 10",
    "%G-W%V-%u": "2024-W01-1 2024-W53-1 2020-W53-7 2024-W00-1 2024-W0-1 2024-W1-0 0001-W01-1 0000-W01-1 9999-W53-7 9999-W52-5 2024-W54-1 2024-w1-1",
    "%A, %d %B %Y": "Monday, 1 January 2024|Sunday, 1 January 2024|Mon, 1 January 2024|monday,1 January 2024",
    "%a %d": "Mon 1|Tue 31|Wed 32|Foo 1",
    "%z": "+0000 +00:00 -0330 +01:30:15 +013015 +0130:15 +01:3015 +2400 +2359 -9959 Z z +1 +01 +01:30:15.5 +01:30:15.1234567 +013015.5 +0160",
    "%H %Z": "10 UTC|10 GMT|10 utc|10 EST|10 |10 CET|10 Z",
    "%H%z": "10+0100 1+0100 10Z 10z",
    "%c": "Mon Jan  1 10:30:00 2024|Mon Jan 1 10:30:00 2024|mon jan 01 10:30:00 2024|Mon Jan 32 10:30:00 2024",
    "%x": "01/31/24 1/31/24 01/31/2024 13/31/24",
    "%X": "10:30:59 10:30",
    "%x %X": "01/31/24 10:30:59|01/31/24",
    "%%": "% %% a",
    "100%% %d": "100% 1|100%% 1|100% 32",
    "": "|a| ",
    " ": " |  |\t|a|",
    "%d.": "1. 31. 1 1x",
    "(%d)": "(1) (31) 1 (32)",
    "[%Y]": "[2024] 2024",
    "%Y年%m月%d日": "2024年1月31日 2024年13月31日",
    "%d %d": "1 1", "%D": "01/31/24", "%F": "2024-01-31", "%T": "10:30:59", "%e": "1", "%-d": "1", "%s": "1", "%Q": "1", "%": "%", "%d%": "1%", "%Y %c": "2024", "%E": "1", "%Oy": "24", "%h": "Jan", "%n": "\n", "%k": "1",
    "%V": "1", "%Y %V %u": "2024 1 1", "%G": "2024", "%G %V": "2024 1", "%G %u": "2024 1", "%G %V %u %j": "2024 1 1 1", "%G %Y": "2024 2024|2024 0000", "%Y %G %V %u": "2024 2024 1 1|2023 2024 53 7", "%V %U": "1 1|60 1", "%u": "1 7 0 8", "%w": "0 6 7", "%p": "AM pm x", "%f": "1 123456 1234567",
    "%y %Y": "24 2023|24 0000", "%b %m": "Jan 12|Feb 31", "%m %d": "2 29|2 30|02 29", "%d %m": "29 2", "%B": "May june x", "%b%B": "MayMay JanJanuary", "%a%A": "MonMonday monmonday", "%H%I": "1010 1 11 110", "%M%S": "11 111 5959 1", "T%H": "T10 t10 T24", "é%d": "é1 É1 e1", "%d ": "1 |1|1  ", " %d": " 1|1", "%dst": "1st 1ST 1",
}


def strptime_takes(text, format):
    try:
        datetime.datetime.strptime(text, format)
        return True
    except ValueError:
        return False


def format_taken(format):
    """Great Expectations refuses a format by which it cannot parse what it has written by it."""
    try:
        now = datetime.datetime(2026, 11, 25, 2, 45, 1, 5, tzinfo=datetime.timezone.utc)
        datetime.datetime.strptime(now.strftime(format), format)
        return True
    except Exception:
        return False


def split(values):
    return values.split("|") if "|" in values else values.split(" ")


taken, refused = [], []
for text in dict.fromkeys(WRITTEN + generated()):
    (taken if dateutil_takes(text) else refused).append(text)
(TARGET / "dateutil.golden.json").write_text(json.dumps({"taken": taken, "refused": refused}, indent=0) + "\n")

formats = []
for format, values in FORMATS.items():
    if not format_taken(format):
        formats.append({"format": format, "refused": True})
        continue
    texts = [values] if values in ("", " ") else split(values)
    formats.append({
        "format": format,
        "taken": [text for text in texts if strptime_takes(text, format)],
        "refused_texts": [text for text in texts if not strptime_takes(text, format)],
    })
(TARGET / "strptime.golden.json").write_text(json.dumps(formats, indent=1) + "\n")
print(len(taken), len(refused), len(formats))
