import java.nio.file.*;
import java.time.LocalDateTime;
import org.mpxj.*;
import org.mpxj.cpm.MicrosoftScheduler;
import org.mpxj.mspdi.MSPDIReader;

/** Schedule an MSPDI file with MPXJ: prints milliseconds, then uid, finish, slack, critical. */
public class Mpxj {
    public static void main(String[] args) throws Exception {
        int runs = Integer.parseInt(args[1]);
        ProjectFile project = null;
        for (int run = 0; run < runs; run++) {
            project = new MSPDIReader().read(args[0]);
            LocalDateTime start = project.getProjectProperties().getStartDate();
            long before = System.nanoTime();
            new MicrosoftScheduler().schedule(project, start);
            System.out.println("ms " + (System.nanoTime() - before) / 1e6);
        }
        StringBuilder text = new StringBuilder();
        for (Task task : project.getTasks()) {
            Duration slack = task.getTotalSlack();
            text.append(task.getUniqueID()).append(' ').append(task.getFinish()).append(' ')
                .append(slack == null ? "null" : slack.convertUnits(TimeUnit.DAYS, project.getProjectProperties()).getDuration())
                .append(' ').append(task.getCritical()).append('\n');
        }
        System.out.print(text);
    }
}
